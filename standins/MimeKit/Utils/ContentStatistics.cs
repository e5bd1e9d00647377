using MimeKit.IO;

namespace MimeKit.Utils;

/// <summary>Counts what decides which content encodings are good for what is written to it.</summary>
internal sealed class ContentStatistics : WriteOnlyStream
{
    private static readonly byte[] Marker = "From "u8.ToArray();

    private long _total;
    private long _nuls;
    private long _highOctets;
    private int _lineLength;
    private int _maxLineLength;
    private bool _isMarkerPossible = true;
    private bool _hasMarker;

    /// <summary>The encoding that keeps the content whole on the transport and costs least.</summary>
    public ContentEncoding Best(EncodingConstraint constraint, int maxLineLength)
    {
        // Mbox takes a line that starts with this for the start of a message (RFC 4155).
        var needsBreaks = _hasMarker || Math.Max(_maxLineLength, _lineLength) > maxLineLength;
        var isMostlyHigh = _highOctets >= _total * 17 / 100.0;
        switch (constraint)
        {
            case EncodingConstraint.SevenBit:
                if (_nuls > 0)
                    return ContentEncoding.Base64;
                if (_highOctets > 0)
                    return isMostlyHigh ? ContentEncoding.Base64 : ContentEncoding.QuotedPrintable;

                return needsBreaks ? ContentEncoding.QuotedPrintable : ContentEncoding.SevenBit;
            case EncodingConstraint.EightBit:
                if (_nuls > 0)
                    return ContentEncoding.Base64;
                if (needsBreaks)
                    return ContentEncoding.QuotedPrintable;

                return _highOctets > 0 ? ContentEncoding.EightBit : ContentEncoding.SevenBit;
            case EncodingConstraint.None:
                if (needsBreaks)
                    return _highOctets > 0 && isMostlyHigh ? ContentEncoding.Base64 : ContentEncoding.QuotedPrintable;
                if (_nuls > 0)
                    return ContentEncoding.Binary;

                return _highOctets > 0 ? ContentEncoding.EightBit : ContentEncoding.SevenBit;
            default:
                throw new ArgumentOutOfRangeException(nameof(constraint));
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        foreach (var c in buffer)
        {
            _total++;
            if (c == '\n')
            {
                EndLine();
                continue;
            }

            if (_isMarkerPossible && _lineLength < Marker.Length)
            {
                _isMarkerPossible = c == Marker[_lineLength];
                _hasMarker |= _isMarkerPossible && _lineLength == Marker.Length - 1;
            }

            _lineLength++;
            if (c == 0)
                _nuls++;
            else if (c > 127)
                _highOctets++;
        }
    }

    public override void Complete() => EndLine();

    private void EndLine()
    {
        _maxLineLength = Math.Max(_maxLineLength, _lineLength);
        _lineLength = 0;
        _isMarkerPossible = true;
    }
}
