using System.Buffers;

namespace MimeKit.IO;

/// <summary>Passes octets on through a transfer encoding or decoding.</summary>
internal sealed class TransferStream(Stream target, ITransform transform) : WriteOnlyStream
{
    private const int PieceLength = 4096;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var piece = buffer[..Math.Min(PieceLength, buffer.Length)];
            Pass(piece, isLast: false);
            buffer = buffer[piece.Length..];
        }
    }

    public override void Complete() => Pass([], isLast: true);

    private void Pass(ReadOnlySpan<byte> piece, bool isLast)
    {
        var output = ArrayPool<byte>.Shared.Rent(transform.EstimateOutputLength(piece.Length));
        var length = isLast ? transform.Flush(piece, output) : transform.Transform(piece, output);
        target.Write(output, 0, length);
        ArrayPool<byte>.Shared.Return(output);
    }
}
