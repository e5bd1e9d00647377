namespace MimeKit.Parsing;

/// <summary>The boundaries that can end what is being read, and the one that did.</summary>
internal sealed class BoundaryStack
{
    private readonly List<Boundary> _boundaries = [];
    private int _matchedIndex = -1;
    private BoundaryMatch _match;

    /// <summary>Whether the stream ended.</summary>
    public bool IsAtEndOfStream { get; private set; }

    public bool HasAny => _boundaries.Count > 0;

    /// <summary>Whether a part of the innermost multipart starts here.</summary>
    public bool IsAtStart => IsAtInnermost && _match == BoundaryMatch.Start;

    /// <summary>Whether the innermost multipart ends here.</summary>
    public bool IsAtEnd => IsAtInnermost && _match == BoundaryMatch.End;

    private bool IsAtInnermost => !IsAtEndOfStream && _matchedIndex >= 0 && _matchedIndex == _boundaries.Count - 1;

    public void Push(Boundary boundary)
    {
        _boundaries.Add(boundary);
        Reset();
    }

    public void Pop() => _boundaries.RemoveAt(_boundaries.Count - 1);

    public void Reset() => (_matchedIndex, _match) = (-1, BoundaryMatch.None);

    public void SetEndOfStream() => IsAtEndOfStream = true;

    /// <summary>Whether a line is one of the boundaries, the innermost if it is several.</summary>
    public bool TryMatch(ReadOnlySpan<byte> line, bool isWithinContent)
    {
        if (line is not [(byte)'-', (byte)'-', ..] && !line.StartsWith("From "u8))
            return false;

        for (var i = _boundaries.Count - 1; i >= 0; i--)
        {
            _match = _boundaries[i].Match(line, isWithinContent);
            if (_match == BoundaryMatch.None)
                continue;

            _matchedIndex = i;
            return true;
        }

        Reset();
        return false;
    }
}
