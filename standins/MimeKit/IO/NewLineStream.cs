namespace MimeKit.IO;

/// <summary>Passes text on with the line ends of a format. A carriage return that ends no line is left alone.</summary>
internal sealed class NewLineStream(Stream target, NewLineFormat format, bool ensureNewLine) : WriteOnlyStream
{
    private byte _last;
    private bool _isReturnPending;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.IsEmpty)
            return;

        if (format == NewLineFormat.Unix)
            WriteUnix(buffer);
        else
            WriteDos(buffer);

        _last = buffer[^1];
    }

    public override void Complete()
    {
        if (_isReturnPending)
            target.WriteByte((byte)'\r');

        if (ensureNewLine && _last != '\n')
            target.Write(format == NewLineFormat.Unix ? "\n"u8 : "\r\n"u8);

        _isReturnPending = false;
        _last = (byte)'\n';
    }

    private void WriteUnix(ReadOnlySpan<byte> buffer)
    {
        if (_isReturnPending && buffer[0] != '\n')
            target.WriteByte((byte)'\r');

        _isReturnPending = buffer[^1] == '\r';
        if (_isReturnPending)
            buffer = buffer[..^1];

        while (buffer.IndexOf("\r\n"u8) is var end and >= 0)
        {
            target.Write(buffer[..end]);
            target.WriteByte((byte)'\n');
            buffer = buffer[(end + 2)..];
        }

        target.Write(buffer);
    }

    private void WriteDos(ReadOnlySpan<byte> buffer)
    {
        var previous = _last;
        while (buffer.IndexOf((byte)'\n') is var end and >= 0)
        {
            var beforeEnd = end > 0 ? buffer[end - 1] : previous;
            target.Write(buffer[..end]);
            target.Write(beforeEnd == '\r' ? "\n"u8 : "\r\n"u8);
            previous = (byte)'\n';
            buffer = buffer[(end + 1)..];
        }

        target.Write(buffer);
    }
}
