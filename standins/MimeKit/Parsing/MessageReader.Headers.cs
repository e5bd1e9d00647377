namespace MimeKit.Parsing;

/// <content>Header blocks.</content>
internal sealed partial class MessageReader
{
    /// <summary>Reads headers, and the empty line after them; a boundary, which stays to be read, ends them too.</summary>
    private async ValueTask<List<Header>> ReadHeadersAsync(HeaderPlace place)
    {
        var collector = new HeaderCollector(_options);
        var isSkipping = false;
        PreHeader = null;
        _boundaries.Reset();

        while (await PeekAsync().ConfigureAwait(false))
        {
            if (!_input.IsLineStart)
            {
                if (!isSkipping)
                    collector.Append(_input.Current);

                _input.Consume();
                continue;
            }

            if (collector.HasPending && _input.Current[0] is (byte)' ' or (byte)'\t')
            {
                collector.Append(_input.Current);
                _input.Consume();
                continue;
            }

            collector.Flush();
            if (IsAtBoundary())
                return collector.Headers;

            if (IsEmptyLine())
            {
                _input.Consume();
                return collector.Headers;
            }

            isSkipping = !TryStartHeader(collector, place);
            _input.Consume();
        }

        collector.Flush();
        return collector.Headers;
    }

    private bool IsEmptyLine() => _input.Current is [(byte)'\n'] or [(byte)'\r', (byte)'\n'];

    /// <summary>Starts a header with the current line.</summary>
    /// <returns><c>false</c> if the line is to be skipped.</returns>
    private bool TryStartHeader(HeaderCollector collector, HeaderPlace place)
    {
        var line = _input.Current;
        var start = HeaderCollector.Classify(line, out var fieldLength, out var colon);
        if (start == FieldStart.Field && (colon > 0 || collector.Headers.Count > 0))
        {
            collector.Start(line, _input.Offset, fieldLength, colon);
            return true;
        }

        if (start == FieldStart.CutShort && place != HeaderPlace.Part)
            throw new FormatException("The stream ends within the name of a header field.");

        if (collector.Headers.Count > 0 || start == FieldStart.CutShort)
        {
            collector.StartInvalid(line, _input.Offset);
            return true;
        }

        var isFromLine = line.StartsWith("From "u8) || line.StartsWith(">From "u8);
        if (place == HeaderPlace.Entity || (place == HeaderPlace.Message && !isFromLine))
            throw new FormatException("There are no headers.");

        PreHeader ??= line.ToArray();
        return false;
    }
}
