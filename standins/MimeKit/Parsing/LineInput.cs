namespace MimeKit.Parsing;

/// <summary>
/// Reads a stream line by line, in pieces where lines are longer than the buffer may grow. What is current stays so until it is
/// consumed.
/// </summary>
internal sealed class LineInput(Stream stream, bool mayMove)
{
    private const int MaxPieceLength = 64 * 1024;

    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private int _length;
    private int _searched;
    private bool _isAtEnd;
    private long _streamPosition = stream.CanSeek ? stream.Position : 0;

    /// <summary>The line, or the piece of one, that is current; with its line end.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_start, _length);

    /// <summary>Whether <see cref="Current"/> is where a line starts.</summary>
    public bool IsLineStart { get; private set; } = true;

    public bool EndsLine => _length > 0 && _buffer[_start + _length - 1] == '\n';

    /// <summary>Where <see cref="Current"/> starts in the stream.</summary>
    public long Offset { get; private set; } = stream.CanSeek ? stream.Position : 0;

    /// <summary>Makes the next line current unless one is.</summary>
    /// <returns>Whether there is one.</returns>
    public ValueTask<bool> PeekAsync(bool isSync, CancellationToken cancellationToken)
    {
        if (_length > 0 || TryFindLine())
            return new ValueTask<bool>(true);

        return FillAsync(isSync, cancellationToken);
    }

    /// <summary>Goes past what is current.</summary>
    public void Consume() => Consume(_length);

    /// <summary>Goes past the start of what is current; the rest counts as the start of a line.</summary>
    public void Consume(int count)
    {
        IsLineStart = count < _length || EndsLine;
        _start += count;
        _length -= count;
        _searched = 0;
        Offset += count;
    }

    private bool TryFindLine()
    {
        var newLine = _buffer.AsSpan((_start + _searched).._end).IndexOf((byte)'\n');
        if (newLine >= 0)
        {
            _length = _searched + newLine + 1;
            return true;
        }

        _searched = _end - _start;
        if (_searched < MaxPieceLength && !(_isAtEnd && _searched > 0))
            return false;

        _length = _searched;
        return true;
    }

    private async ValueTask<bool> FillAsync(bool isSync, CancellationToken cancellationToken)
    {
        while (!_isAtEnd)
        {
            cancellationToken.ThrowIfCancellationRequested();
            MakeRoom();
            if (mayMove && stream.Position != _streamPosition)
                stream.Position = _streamPosition;

            var count = isSync
                ? stream.Read(_buffer, _end, _buffer.Length - _end)
                : await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);

            _end += count;
            _streamPosition += count;
            _isAtEnd = count == 0;
            if (TryFindLine())
                return true;
        }

        return TryFindLine();
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
