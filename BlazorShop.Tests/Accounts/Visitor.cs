using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.WebUtilities;

namespace BlazorShop.Tests.Accounts;

/// <summary>Somebody with a browser without scripts: opens pages and fills in forms by their names.</summary>
public sealed class Visitor(HttpClient http)
{
    public const string FinePassword = "seven fine kettles whistle";

    public HttpClient Http => http;

    public async Task<Page> OpenAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return await Page.ReadAsync(answer);
    }

    /// <summary>Opens the page, fills in the form that has this button and presses it.</summary>
    public async Task<Page> SubmitAsync(string path, string button, params (string Name, string Value)[] fields)
    {
        var page = await OpenAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return await SubmitAsync(page, path, button, fields);
    }

    public async Task<Page> SubmitAsync(Page page, string path, string button, params (string Name, string Value)[] fields)
    {
        var pressed = page.Document.QuerySelectorAll<IHtmlButtonElement>("form button").Single(b => b.TextContent.Trim() == button);
        var form = pressed.Form!;
        var data = form.QuerySelectorAll<IHtmlInputElement>("input")
            .Where(i => i.Name is { Length: > 0 } && (i.Type is not "checkbox" || i.IsChecked))
            .ToDictionary(i => i.Name!, i => i.Value);
        foreach (var select in form.QuerySelectorAll<IHtmlSelectElement>("select").Where(s => s.Name is not null))
            data[select.Name!] = select.Value ?? "";
        if (pressed.Name is { Length: > 0 } name)
            data[name] = pressed.Value;
        foreach (var (field, value) in fields)
            data[field] = value;
        var target = form.GetAttribute("action") is { Length: > 0 } action ? action : path;
        using var content = new FormUrlEncodedContent(data);
        using var answer = await http.PostAsync(new Uri(target, UriKind.RelativeOrAbsolute), content);
        return await Page.ReadAsync(answer);
    }

    public Task<Page> RegisterAsync(string email, string password = FinePassword, string? returnUrl = null) => SubmitAsync(
        returnUrl is null ? "/Account/Register" : QueryHelpers.AddQueryString("/Account/Register", "returnUrl", returnUrl),
        "Register",
        ("Input.Email", email),
        ("Input.Password", password),
        ("Input.ConfirmPassword", password));

    public Task<Page> LogInAsync(string email, string password, string? returnUrl = null) => SubmitAsync(
        returnUrl is null ? "/Account/Login" : QueryHelpers.AddQueryString("/Account/Login", "returnUrl", returnUrl),
        "Log in",
        ("Input.Email", email),
        ("Input.Password", password));

    public async Task<bool> IsSignedInAsync() => (await OpenAsync("/Account/Manage")).Status == HttpStatusCode.OK;
}

public sealed record Page(HttpStatusCode Status, string? Location, IDocument Document, string Text)
{
    public string? Alert => Document.QuerySelector("main [role=alert]")?.TextContent.Trim();

    public string? Notice => Document.QuerySelector("main [role=status]")?.TextContent.Trim();

    public static async Task<Page> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        var location = answer.Headers.Location;
        var local = location is { IsAbsoluteUri: true, Host: "localhost" } ? location.PathAndQuery : location?.ToString();
        return new Page(answer.StatusCode, local, await new HtmlParser().ParseDocumentAsync(text), text);
    }
}
