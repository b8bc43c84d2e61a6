namespace BlazorShop.Web;

/// <summary>The bytes of a form without any <c>%00</c>; what only its removal would put together stays, and is refused.</summary>
internal sealed class NulFreeBody(Stream inner) : Stream
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
