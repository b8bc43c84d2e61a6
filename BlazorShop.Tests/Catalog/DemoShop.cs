using AngleSharp.Html.Dom;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Catalog;

/// <summary>The demo shop, shared by tests that only look at it.</summary>
public sealed class DemoShop : ShopApp
{
    public DemoShop() => Seed = "Demo";

    public async Task<IHtmlDocument> PageAsync(string path)
    {
        using var visitor = Visit();
        return await visitor.PageAsync(path);
    }

    public async Task<HttpResponseMessage> GetAsync(string path, HttpMethod? method = null)
    {
        using var visitor = Visit();
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        return await visitor.Http.SendAsync(request);
    }
}
