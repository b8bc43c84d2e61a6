using System.Buffers;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.Extensions.ObjectPool;

namespace BlazorShop.Web;

/// <summary>Stands outside the output cache and puts this visitor's own parts into the page, cached or not.</summary>
internal sealed class HoleFiller(RequestDelegate next, CachedAreas cached, IEnumerable<IVisitorPart> parts)
{
    private readonly Dictionary<char, IVisitorPart> parts = parts.ToDictionary(p => p.Hole);
    private readonly ObjectPool<MemoryStream> buffers = new DefaultObjectPool<MemoryStream>(new Reuse());

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null)
        {
            await next(http);
            return;
        }

        var buffer = buffers.Get();
        try
        {
            await RenderAsync(http, buffer);
            if (buffer.Length > 0)
                await FillAsync(http, buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        }
        finally
        {
            buffers.Return(buffer);
        }
    }

    private async Task RenderAsync(HttpContext http, MemoryStream buffer)
    {
        var body = http.Response.Body;
        http.Response.Body = buffer;
        http.Features.Set(cached.Of(http.Request) is not null ? SharedPage.Instance : null);
        try
        {
            await next(http);
            await http.Response.BodyWriter.FlushAsync();
        }
        finally
        {
            http.Features.Set<SharedPage>(null);
            http.Response.Body = body;
        }
    }

    private async Task FillAsync(HttpContext http, ReadOnlyMemory<byte> page)
    {
        var pieces = new List<ReadOnlyMemory<byte>>(12);
        var length = 0;
        while (true)
        {
            var at = page.Span.IndexOf(Holes.Prefix);
            if (at < 0 || at + Holes.Prefix.Length >= page.Length)
                break;
            Add(page[..at]);
            Add(await FillAsync((char)page.Span[at + Holes.Prefix.Length], http));
            page = page[(at + Holes.Prefix.Length + 1)..];
        }

        Add(page);
        http.Response.ContentLength = length;
        foreach (var piece in pieces)
            http.Response.BodyWriter.Write(piece.Span);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);

        void Add(ReadOnlyMemory<byte> piece)
        {
            pieces.Add(piece);
            length += piece.Length;
        }
    }

    private ValueTask<ReadOnlyMemory<byte>> FillAsync(char hole, HttpContext http) =>
        parts.TryGetValue(hole, out var part)
            ? part.RenderAsync(http)
            : throw new InvalidOperationException($"A page has a hole '{hole}' that nobody knows how to fill.");

    private sealed class Reuse : PooledObjectPolicy<MemoryStream>
    {
        public override MemoryStream Create() => new(32 * 1024);

        public override bool Return(MemoryStream obj)
        {
            obj.SetLength(0);
            return obj.Capacity <= 512 * 1024;
        }
    }
}
