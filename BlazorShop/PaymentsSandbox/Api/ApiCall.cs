using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>One authenticated request with its parameters read and checked.</summary>
internal sealed record ApiCall(SandboxWork Work, JsonObject Params, string Id, string BaseUrl)
{
    public JsonObject Get(string kind, string what) => Work.Find(kind, Id) ?? throw ApiError.NoSuch(what, Id);
}

/// <summary>An operation of the API: where it is, what it takes, what it does.</summary>
internal sealed record Operation(string Method, string Path, ParamShape Shape, Func<ApiCall, JsonObject> Handle);
