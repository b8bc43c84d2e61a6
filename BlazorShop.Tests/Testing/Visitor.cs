using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace BlazorShop.Tests.Testing;

/// <summary>
/// Somebody who uses the shop through HTTP alone, as a browser without scripts does: keeps cookies, fills forms in by the
/// names people see, follows redirects only when told to.
/// </summary>
public sealed class Visitor(HttpClient http) : IDisposable
{
    public const string Password = "correct horse battery staple 9";

    public HttpClient Http { get; } = http;

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));

    /// <summary>The page at <paramref name="path"/>, behind any redirects; anything but 200 fails the test.</summary>
    public async Task<IHtmlDocument> PageAsync(string path)
    {
        using var response = await FollowAsync(await GetAsync(path));
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"GET {path} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return await ReadAsync(response);
    }

    /// <summary>Goes where a redirect points, as long as there is one.</summary>
    public async Task<HttpResponseMessage> FollowAsync(HttpResponseMessage response)
    {
        for (var hops = 0; response.Headers.Location is { } location && (int)response.StatusCode is >= 300 and < 400; hops++)
        {
            Assert.True(hops < 10, $"Redirected in circles, last to {location}.");
            var next = new Uri(response.RequestMessage!.RequestUri!, location);
            response.Dispose();
            response = await Http.GetAsync(next);
        }

        return response;
    }

    /// <summary>
    /// Opens <paramref name="path"/>, fills a form in and sends it with its antiforgery token and hidden fields.
    /// <paramref name="form"/> picks one by CSS selector or by the accessible name of its button; without it the page has but
    /// one form in its main part. Fields go by their label or their name; a field that is not there fails the test.
    /// </summary>
    public async Task<HttpResponseMessage> SubmitAsync(string path, IReadOnlyDictionary<string, string> fields, string? form = null)
    {
        using var response = await FollowAsync(await GetAsync(path));
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"GET {path} answered {(int)response.StatusCode}.");
        var document = await ReadAsync(response);
        var chosen = FindForm(document, form) ?? throw new InvalidOperationException($"{path} has no form {form}: {document.Body?.TextContent}");
        var values = Defaults(chosen, form);
        foreach (var (name, value) in fields)
        {
            var control = FindControl(chosen, name)
                ?? throw new InvalidOperationException($"The form at {path} has no field '{name}', only {string.Join(", ", chosen.Elements.Select(e => e.GetAttribute("name")))}.");
            values[control.GetAttribute("name")!] = value;
        }

        var action = chosen.GetAttribute("action");
        var target = new Uri(response.RequestMessage!.RequestUri!, string.IsNullOrEmpty(action) ? "" : action);
        using var content = new FormUrlEncodedContent(values);
        return await Http.PostAsync(target, content);
    }

    /// <summary>A new account; registering logs in at once.</summary>
    public async Task RegisterAsync(string email, string password = Password)
    {
        using var response = await SubmitAsync(
            "/Account/Register",
            new Dictionary<string, string> { ["Email"] = email, ["Password"] = password, ["Confirm password"] = password },
            "Register");
        await ExpectRedirectAsync(response, "Registering");
    }

    public async Task LogInAsync(string email, string password = Password)
    {
        using var response = await SubmitAsync(
            "/Account/Login", new Dictionary<string, string> { ["Email"] = email, ["Password"] = password }, "Log in");
        await ExpectRedirectAsync(response, "Logging in");
    }

    public static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage response) =>
        await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStreamAsync());

    public void Dispose() => Http.Dispose();

    private static async Task ExpectRedirectAsync(HttpResponseMessage response, string what) => Assert.True(
        (int)response.StatusCode is >= 300 and < 400,
        $"{what} answered {(int)response.StatusCode}: {(await ReadAsync(response)).QuerySelector("main")?.TextContent}");

    private static IHtmlFormElement? FindForm(IHtmlDocument document, string? form)
    {
        var forms = document.QuerySelectorAll<IHtmlFormElement>("form").ToList();
        if (form is null)
            return forms.Count == 1 ? forms[0] : document.QuerySelectorAll<IHtmlFormElement>("main form").SingleOrDefault();
        return forms.Find(f => Buttons(f).Any(b => NameOf(b) == form))
            ?? (form.AsSpan().IndexOfAny("#.[") >= 0 ? document.QuerySelector<IHtmlFormElement>(form) : null);
    }

    private static Dictionary<string, string> Defaults(IHtmlFormElement form, string? button)
    {
        var values = new Dictionary<string, string>();
        foreach (var element in form.Elements)
        {
            if (element.GetAttribute("name") is not { Length: > 0 } name || element.HasAttribute("disabled"))
                continue;
            switch (element)
            {
                case IHtmlInputElement { Type: "submit" or "button" or "image" or "file" }:
                case IHtmlButtonElement:
                    break;
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }:
                    break;
                case IHtmlInputElement input:
                    values.TryAdd(name, input.Value);
                    break;
                case IHtmlSelectElement select:
                    values[name] = select.Value ?? "";
                    break;
                case IHtmlTextAreaElement area:
                    values[name] = area.Value;
                    break;
            }
        }

        // A button sends its own name only when it is the one that was pressed.
        var pressed = Buttons(form).FirstOrDefault(b => button is null || NameOf(b) == button);
        if (pressed?.GetAttribute("name") is { Length: > 0 } pressedName)
            values[pressedName] = pressed.GetAttribute("value") ?? "";
        return values;
    }

    private static IElement? FindControl(IHtmlFormElement form, string name)
    {
        var controls = form.Elements.Where(e => !string.IsNullOrEmpty(e.GetAttribute("name"))).ToList();
        return controls.Find(c => c.GetAttribute("name") == name)
            ?? controls.Find(c => Label(form, c)?.TrimEnd('*', ' ') == name)
            ?? controls.Find(c => c.GetAttribute("aria-label") == name)
            ?? controls.Find(c => c.GetAttribute("name")!.EndsWith("." + name, StringComparison.Ordinal));
    }

    private static string? Label(IHtmlFormElement form, IElement control)
    {
        var label = control.Id is { Length: > 0 } id
            ? form.QuerySelectorAll("label").FirstOrDefault(l => l.GetAttribute("for") == id)
            : null;
        return (label ?? control.Closest("label")) is { } found ? Text(found) : null;
    }

    private static IEnumerable<IElement> Buttons(IHtmlFormElement form) =>
        form.Elements.Where(e => e is IHtmlButtonElement or IHtmlInputElement { Type: "submit" });

    private static string NameOf(IElement button) =>
        button.GetAttribute("aria-label") ?? (button is IHtmlInputElement input ? input.Value : Text(button));

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
