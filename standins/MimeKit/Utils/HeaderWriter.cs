namespace MimeKit.Utils;

/// <summary>Writes headers.</summary>
internal static class HeaderWriter
{
    /// <summary>Writes headers, without the empty line after them.</summary>
    public static void Write(FormatOptions options, Stream stream, IEnumerable<Header> headers, CancellationToken cancellationToken)
    {
        var target = options.CreateNewLineStream(stream);
        foreach (var header in headers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (options.HiddenHeaders.Contains(header.Id))
                continue;

            target.Write(header.RawField);
            if (header.IsInvalid)
                continue;

            target.WriteByte((byte)':');
            target.Write(header.GetRawValue(options));
        }

        target.Complete();
    }

    public static void WriteNewLine(FormatOptions options, Stream stream) => stream.Write(options.NewLineBytes);
}
