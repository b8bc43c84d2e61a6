using BlazorShop.Common;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace BlazorShop.Web;

/// <summary>
/// Takes U+0000 and half surrogate pairs out of queries and posted forms, for everybody who reads them: endpoints, pages, antiforgery. Below a path there is
/// nothing with such a name, so that one is refused.
/// </summary>
internal sealed class CleanInput(RequestDelegate next, PageAreas areas)
{
    private const string Nul = "%00";

    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        if (request.Path.Value is { } path && !ReferenceEquals(Text.Clean(path), path))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        var query = request.QueryString.Value ?? "";
        // What is taken out may leave another one behind.
        while (query.Contains(Nul, StringComparison.Ordinal) || query.Contains('\0', StringComparison.Ordinal))
            request.QueryString = new QueryString(query = query.Replace(Nul, "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal));
        // The framework refuses a form with %00 in it as a whole, and somebody would type all of it again. Of pages alone: a webhook is signed byte by byte.
        if (areas.IsPage(request) && request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
            request.Body = new NulFreeBody(request.Body);
        if (http.Features.Get<IFormFeature>() is not CleanForm)
            http.Features.Set<IFormFeature>(new CleanForm(http.Features.Get<IFormFeature>() ?? new FormFeature(request)));
        return next(http);
    }

    /// <summary>The bytes of a form without any <c>%00</c>; what only its removal would put together stays, and is refused.</summary>
    private sealed class NulFreeBody(Stream inner) : Stream
    {
        private readonly byte[] held = new byte[2];
        private int holding;
        private bool ended;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.Length < 3)
                return await ReadSmallAsync(buffer, cancellationToken);
            while (!ended)
            {
                held.AsSpan(0, holding).CopyTo(buffer.Span);
                var read = await inner.ReadAsync(buffer[holding..], cancellationToken);
                ended = read == 0;
                if (Clean(buffer.Span, holding + read) is var clean and > 0)
                    return clean;
            }

            return 0;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A form is read asynchronously.");

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private async ValueTask<int> ReadSmallAsync(Memory<byte> buffer, CancellationToken ct)
        {
            if (buffer.Length == 0)
                return 0;
            // One byte at most can be handed over; the rest would not fit beside what is held.
            var larger = new byte[3];
            while (!ended)
            {
                held.AsSpan(0, holding).CopyTo(larger);
                var read = await inner.ReadAsync(larger.AsMemory(holding, 1), ct);
                ended = read == 0;
                if (Clean(larger, holding + read) is var clean and > 0)
                {
                    if (clean > 1)
                    {
                        larger.AsSpan(1, clean - 1).CopyTo(held);
                        holding = clean - 1;
                        ended = false;
                    }

                    buffer.Span[0] = larger[0];
                    return 1;
                }
            }

            return 0;
        }

        /// <summary>Takes every %00 out of the first <paramref name="length"/> bytes and holds back what might be the beginning of one.</summary>
        private int Clean(Span<byte> bytes, int length)
        {
            var end = 0;
            for (var at = 0; at < length; at++)
            {
                bytes[end++] = bytes[at];
                if (end >= 3 && bytes[(end - 3)..end].SequenceEqual("%00"u8))
                    end -= 3;
            }

            holding = ended ? 0
                : end >= 2 && bytes[(end - 2)..end].SequenceEqual("%0"u8) ? 2
                : end >= 1 && bytes[end - 1] == (byte)'%' ? 1
                : 0;
            bytes[(end - holding)..end].CopyTo(held);
            return end - holding;
        }
    }

    private sealed class CleanForm(IFormFeature inner) : IFormFeature
    {
        private IFormCollection? read;
        private IFormCollection? clean;

        public bool HasFormContentType => inner.HasFormContentType;

        public IFormCollection? Form
        {
            get => Clean(inner.Form);
            set => inner.Form = value;
        }

        public IFormCollection ReadForm() => Clean(inner.ReadForm())!;

        public async Task<IFormCollection> ReadFormAsync(CancellationToken cancellationToken)
        {
            try
            {
                return Clean(await inner.ReadFormAsync(cancellationToken))!;
            }
            // A charset nobody knows, multipart without a boundary, more fields than there may be: the framework has an exception of its own for each.
            catch (Exception failure) when (failure is InvalidDataException or InvalidOperationException or ArgumentException or NotSupportedException or FormatException)
            {
                throw new BadHttpRequestException("The form cannot be read.", StatusCodes.Status400BadRequest, failure);
            }
        }

        private IFormCollection? Clean(IFormCollection? form)
        {
            if (ReferenceEquals(read, form))
                return clean;
            read = form;
            return clean = form is null || form.All(IsClean)
                ? form
                : new FormCollection(
                    form.GroupBy(f => Text.Clean(f.Key)).ToDictionary(g => g.Key, g => new StringValues([.. g.SelectMany(f => f.Value.Select(v => Text.Clean(v ?? "")))])), form.Files);
        }

        private static bool IsClean(KeyValuePair<string, StringValues> field) =>
            ReferenceEquals(Text.Clean(field.Key), field.Key) && field.Value.All(v => v is null || ReferenceEquals(Text.Clean(v), v));
    }
}
