namespace Hookwork.Mail.Diffs;

/// <summary>
/// Finds the files of a diff in a text, and their positions. It reads each line a fixed number of times.
/// </summary>
internal sealed class DiffReader
{
    private readonly string _text;
    private readonly List<DiffFile> _files = [];

    // Where each file is in the text, from the start of its first line to the end of its last.
    private readonly List<Range> _places = [];
    private DiffFileBuilder? _file;
    private int? _lead;

    private DiffReader(string text) => _text = text;

    /// <summary>The files, in the order of the text.</summary>
    public IReadOnlyList<DiffFile> Files => _files;

    /// <summary>The text without the files.</summary>
    public string Rest
    {
        get
        {
            if (_places.Count == 0)
                return _text;
            var pieces = new List<string>(_places.Count + 1);
            var position = 0;
            foreach (var place in _places)
            {
                pieces.Add(_text[position..place.Start.Value]);
                position = place.End.Value;
            }
            pieces.Add(_text[position..]);
            return string.Concat(pieces);
        }
    }

    public static DiffReader Read(string text)
    {
        var reader = new DiffReader(text);
        for (var position = 0; position < text.Length; )
            position = reader.ReadAt(Line.At(text, position));
        reader.Finish();
        return reader;
    }

    // Reads a line outside a hunk, and what belongs to it; returns the next position.
    private int ReadAt(Line line)
    {
        var span = line.Span;
        if (span.IsEmpty)
        {
            _lead = null;
            if (_file is not null)
                _file.IsOpen = false;
            return line.Next;
        }
        return span[0] switch
        {
            'd' when span.StartsWith("diff ") => StartFile(line, span["diff ".Length..]),
            'I' when span.StartsWith("Index: ") => StartLead(line),
            '=' when _lead is not null && span.IndexOfAnyExcept('=') < 0 => line.Next,
            '-' when span.StartsWith("--- ") => ReadNames(line),
            '@' when _file is not null && HunkHeader.Read(span) is { } header => ReadHunk(line, header),
            'B' when span.StartsWith("Binary files ") && span[12..].EndsWith(" differ") => ReadBinary(
                line,
                span[12..^7]
            ),
            'B' when _lead is not null && span.StartsWith("Binary file ") && span[12..].EndsWith(" has changed") =>
                ReadBinaryName(line, span["Binary file ".Length..^" has changed".Length]),
            'C' when span.StartsWith("Cannot display: file marked as a binary type") && LeadName is { } name =>
                ReadBinaryName(line, name),
            '*' when span.StartsWith("*** ") => ReadContext(line),
            'G' when _file is not null && span is "GIT binary patch" => ReadBinaryPatch(line),
            _ => ReadHeader(line),
        };
    }

    private int StartFile(Line line, ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("--git "))
        {
            Start(line.Start, isGit: true).Name(DiffNames.OfGit(rest["--git ".Length..]));
        }
        else if (rest.StartsWith("--cc ") || rest.StartsWith("--combined "))
        {
            var name = DiffNames.OfFile(rest[(rest.IndexOf(' ') + 1)..]);
            Start(line.Start, isGit: true).NameExactly(name);
        }
        else
        {
            return StartLead(line);
        }
        _file!.End = line.Next;
        return line.Next;
    }

    // The x of "Index: x".
    private string? LeadName =>
        _lead is { } lead && Line.At(_text, lead).Span is ['I', ..] index ? index["Index: ".Length..].ToString() : null;

    // "Index: x" of Subversion, or a line "diff -u x y": only a hint that lines "---" and "+++" follow.
    private int StartLead(Line line)
    {
        Finish();
        _lead = line.Start;
        return line.Next;
    }

    private int ReadNames(Line line)
    {
        if (line.Next == _text.Length)
            return line.Next;
        var second = Line.At(_text, line.Next);
        if (!second.Span.StartsWith("+++ "))
            return line.Next;

        if (_file is not { IsOpen: true })
        {
            // Without a line "diff --git", only a hunk distinguishes them from other text.
            if (second.Next == _text.Length || HunkHeader.Read(Line.At(_text, second.Next).Span) is null)
                return line.Next;
            Start(_lead ?? line.Start, isGit: false);
        }
        _file!.Rename(DiffNames.OfFile(line.Span["--- ".Length..]), DiffNames.OfFile(second.Span["+++ ".Length..]));
        _file.IsOpen = false;
        _file.End = second.Next;
        return second.Next;
    }

    private int ReadHunk(Line line, HunkHeader header)
    {
        _file!.Add(HunkReader.Read(_text, header, line.Next, out var end));
        _file.IsOpen = false;
        _file.End = end;
        return end;
    }

    private int ReadBinary(Line line, ReadOnlySpan<char> names)
    {
        names = names.TrimStart();
        var and = names.IndexOf(" and ");
        if (_file is not { IsOpen: true })
        {
            if (and <= 0)
                return line.Next;
            Start(_lead ?? line.Start, isGit: false);
        }
        // With git these names are less ambiguous than those of the first line, unless they contain " and ".
        if (and > 0 && and == names.LastIndexOf(" and "))
            _file!.Rename(DiffNames.OfFile(names[..and]), DiffNames.OfFile(names[(and + " and ".Length)..]));
        _file!.IsBinary = true;
        _file.IsOpen = false;
        _file.End = line.Next;
        return line.Next;
    }

    // "Binary file x has changed" of Mercurial, and what Subversion says below "Index: x".
    private int ReadBinaryName(Line line, ReadOnlySpan<char> name)
    {
        Start(_lead ?? line.Start, isGit: false).NameExactly(name.ToString());
        _file!.IsBinary = true;
        _file.End = line.Next;
        return line.Next;
    }

    // A context diff: "*** a/x", "--- b/x", and hunks.
    private int ReadContext(Line line)
    {
        if (line.Next == _text.Length)
            return line.Next;
        var second = Line.At(_text, line.Next);
        if (!second.Span.StartsWith("--- ") || ContextHunkReader.Read(_text, second.Next, out _) is null)
            return line.Next;
        Start(_lead ?? line.Start, isGit: false)
            .Rename(DiffNames.OfFile(line.Span["*** ".Length..]), DiffNames.OfFile(second.Span["--- ".Length..]));
        var position = second.Next;
        while (ContextHunkReader.Read(_text, position, out var end) is { } hunk)
        {
            _file!.Add(hunk);
            position = end;
        }
        _file!.End = position;
        return position;
    }

    // "literal 123" or "delta 12" and lines in base 85 up to a blank line, once for each direction.
    private int ReadBinaryPatch(Line line)
    {
        _file!.IsBinary = true;
        _file.IsOpen = false;
        var position = line.Next;
        while (position < _text.Length)
        {
            var block = Line.At(_text, position);
            if (!block.Span.StartsWith("literal ") && !block.Span.StartsWith("delta "))
                break;
            position = block.Next;
            while (
                position < _text.Length
                && Line.At(_text, position) is { IsBlank: false } data
                && !data.Span.Contains(' ')
            )
                position = data.Next;
            if (position < _text.Length && Line.At(_text, position) is { IsBlank: true } blank)
                position = blank.Next;
        }
        _file.End = position;
        return position;
    }

    private int ReadHeader(Line line)
    {
        if (_file is { IsOpen: true } && _file.TryRead(line.Span))
            _file.End = line.Next;
        else
            _lead = null;
        return line.Next;
    }

    private DiffFileBuilder Start(int start, bool isGit)
    {
        Finish();
        return _file = new DiffFileBuilder(start, isGit);
    }

    private void Finish()
    {
        if (_file?.Build() is { } file)
        {
            _files.Add(file);
            _places.Add(_file.Start.._file.End);
        }
        _file = null;
        _lead = null;
    }
}
