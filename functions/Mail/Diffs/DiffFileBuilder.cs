using System.Globalization;

namespace Hookwork.Mail.Diffs;

/// <summary>Builds a file while its part of a diff is read.</summary>
/// <param name="start">Where its first line starts.</param>
/// <param name="isGit">Whether a line <c>diff --git</c> or <c>diff --cc</c> started it, and extended header lines may
/// follow.</param>
internal sealed class DiffFileBuilder(int start, bool isGit)
{
    private static readonly (string Start, Action<DiffFileBuilder, string> Read)[] Headers =
    [
        ("index ", (file, value) => file.ReadIndex(value)),
        ("old mode ", (file, value) => file._oldMode = Mode(value)),
        ("new mode ", (file, value) => file._newMode = Mode(value)),
        ("new file mode ", (file, value) => (file._change, file._newMode) = (FileChange.Added, Mode(value))),
        ("deleted file mode ", (file, value) => (file._change, file._oldMode) = (FileChange.Deleted, Mode(value))),
        ("rename from ", (file, value) => (file._change, file._from) = (FileChange.Renamed, DiffNames.OfHeader(value))),
        ("rename to ", (file, value) => (file._change, file._to) = (FileChange.Renamed, DiffNames.OfHeader(value))),
        ("copy from ", (file, value) => (file._change, file._from) = (FileChange.Copied, DiffNames.OfHeader(value))),
        ("copy to ", (file, value) => (file._change, file._to) = (FileChange.Copied, DiffNames.OfHeader(value))),
        ("similarity index ", (file, value) => file._similarity = Percent(value)),
        ("dissimilarity index ", (_, _) => { }),
        ("mode ", (file, value) => file.ReadModes(value)),
    ];

    private readonly bool _isGit = isGit;
    private readonly List<Hunk> _hunks = [];
    private (string Old, string New)? _names;
    private bool? _prefixed;
    private bool _isExact;
    private FileChange? _change;
    private string? _from;
    private string? _to;
    private string? _oldMode;
    private string? _newMode;
    private string? _oldBlob;
    private string? _newBlob;
    private int? _similarity;

    /// <summary>Where its first line starts.</summary>
    public int Start { get; } = start;

    /// <summary>Where its last line ends, so far.</summary>
    public int End { get; set; }

    /// <summary>Whether header lines may still follow: no hunk yet, no blank line, no <c>---</c>.</summary>
    public bool IsOpen { get; set; } = isGit;

    public bool IsBinary { get; set; }

    /// <summary>Sets the names from a line <c>diff --git</c>.</summary>
    public void Name((string Old, string New)? names)
    {
        _names = names;
        _prefixed = names is var (old, @new) ? DiffNames.HavePrefixes(old, @new) : null;
    }

    /// <summary>Sets the name from a line that has it without a prefix, such as <c>diff --cc</c>.</summary>
    public void NameExactly(string name)
    {
        if (name.Length == 0)
            return;
        _names = (name, name);
        _prefixed = false;
        _isExact = true;
    }

    /// <summary>
    /// Sets the names from lines <c>---</c> and <c>+++</c>, which are less ambiguous than <c>diff --git</c>.
    /// </summary>
    public void Rename(string old, string @new)
    {
        if (_isExact && _names is var (name, same))
            _names = (old == DiffNames.None ? old : name, @new == DiffNames.None ? @new : same);
        else if (old.Length > 0 && @new.Length > 0)
            _names = (old, @new);
    }

    public void Add(Hunk hunk) => _hunks.Add(hunk);

    /// <summary>Reads an extended header line; false if it is not one.</summary>
    public bool TryRead(ReadOnlySpan<char> line)
    {
        foreach (var (start, read) in Headers)
        {
            if (line.StartsWith(start))
            {
                read(this, line[start.Length..].ToString());
                return true;
            }
        }
        return false;
    }

    /// <summary>The file; null if it has no name.</summary>
    public DiffFile? Build()
    {
        var (old, @new) = _names is var (first, second)
            ? DiffNames.WithoutPrefixes(first, second, _prefixed)
            : ("", "");
        if (_from is { Length: > 0 })
            old = _from;
        if (_to is { Length: > 0 })
            @new = _to;
        if (old.Length == 0 || @new.Length == 0 || (old == DiffNames.None && @new == DiffNames.None))
            return null;

        var change = Change(old, @new);
        return new DiffFile
        {
            OldName = change == FileChange.Added ? null : old,
            NewName = change == FileChange.Deleted ? null : @new,
            Change = change,
            IsBinary = IsBinary,
            OldMode = _oldMode,
            NewMode = _newMode,
            OldBlob = _oldBlob,
            NewBlob = _newBlob,
            Similarity = _similarity,
            Hunks = _hunks,
        };
    }

    private FileChange Change(string old, string @new)
    {
        if (old == DiffNames.None)
            return FileChange.Added;
        if (@new == DiffNames.None)
            return FileChange.Deleted;
        if (_change is { } change)
            return change;
        // Tools other than git write both names, and a missing file as one without lines.
        if (!_isGit && _hunks is [{ OldStart: 0, OldCount: 0 }])
            return FileChange.Added;
        if (!_isGit && _hunks is [{ NewStart: 0, NewCount: 0 }])
            return FileChange.Deleted;
        return _oldMode != _newMode && _hunks.Count == 0 && !IsBinary && _oldBlob == _newBlob
            ? FileChange.Mode
            : FileChange.Modified;
    }

    // "index 7220a3d9f4..7c72fbaa52 100644"; a combined diff has a blob for each parent, separated by commas.
    private void ReadIndex(string value)
    {
        var dots = value.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
            return;
        var rest = value.AsSpan(dots + 2);
        var space = rest.IndexOf(' ');
        _oldBlob = Blob(FirstOf(value.AsSpan(0, dots)));
        _newBlob = Blob(space < 0 ? rest : rest[..space]);
        if (space >= 0 && Mode(rest[(space + 1)..]) is { } mode)
            (_oldMode, _newMode) = (mode, mode);
    }

    // "mode 100644,100644..100755", of a combined diff.
    private void ReadModes(string value)
    {
        var dots = value.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
            return;
        _oldMode = Mode(value.AsSpan(0, dots));
        _newMode = Mode(value.AsSpan(dots + 2));
    }

    private static ReadOnlySpan<char> FirstOf(ReadOnlySpan<char> list) =>
        list.IndexOf(',') is >= 0 and var comma ? list[..comma] : list;

    // Zeros mean that there is no blob.
    private static string? Blob(ReadOnlySpan<char> id)
    {
        id = id.Trim();
        return
            id.Length is >= 4 and <= 64
            && id.IndexOfAnyExcept('0') >= 0
            && id.IndexOfAnyExcept("0123456789abcdefABCDEF") < 0
            ? id.ToString()
            : null;
    }

    private static string? Mode(ReadOnlySpan<char> mode)
    {
        mode = FirstOf(mode).Trim();
        return mode.Length == 6 && mode.IndexOfAnyExceptInRange('0', '7') < 0 ? mode.ToString() : null;
    }

    private static int? Percent(ReadOnlySpan<char> value) =>
        int.TryParse(value.TrimEnd("% "), NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
        && percent <= 100
            ? percent
            : null;
}
