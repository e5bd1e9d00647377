using System.Text;

namespace Hookwork.Catalog.Query;

/// <summary>
/// A pattern of paths. As in git's pathspecs, <c>*</c> matches any characters, including slashes, and a trailing slash
/// matches everything below. It matches the whole path or the part after any slash; a leading slash anchors it. ASCII
/// case is ignored.
/// </summary>
public sealed record PathPattern
{
    /// <summary>The maximum number of stars in a pattern.</summary>
    public const int MaxStars = 8;

    private readonly string _glob;

    private PathPattern(string text)
    {
        Text = text;
        _glob = (text[0] == '/' ? "" : "*/") + text + (text[^1] == '/' ? "*" : "");
    }

    /// <summary>The normalized pattern: lower case, without consecutive stars.</summary>
    public string Text { get; }

    public bool Equals(PathPattern? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether a value of <c>dfn:</c> is a pattern rather than words of a path.</summary>
    internal static bool IsPattern(string value) => value.Contains('*') || value.StartsWith('/') || value.EndsWith('/');

    /// <summary>Parses a pattern; null if it has only slashes or too many stars.</summary>
    internal static PathPattern? Read(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var character in value)
        {
            if (character is '*' or '/' && text.Length > 0 && text[^1] == character)
                continue;
            text.Append(FieldValues.LowerOf(character));
        }
        var pattern = text.ToString();
        return pattern is "" or "/" || pattern.AsSpan().Count('*') > MaxStars ? null : new PathPattern(pattern);
    }

    /// <summary>A path as stored. It has no NUL, at which SQLite's LIKE stops.</summary>
    internal static string Stored(string path) => path.Replace('\0', '\uFFFD');

    /// <summary>The pattern for <c>'/' || path LIKE … ESCAPE '\'</c>.</summary>
    internal string ToLike()
    {
        var like = new StringBuilder(_glob.Length + 8);
        foreach (var character in _glob)
        {
            if (character is '%' or '_' or '\\')
                like.Append('\\');
            like.Append(character == '*' ? '%' : character);
        }
        return like.ToString();
    }

    /// <summary>Whether a path matches.</summary>
    public bool Matches(string path)
    {
        // Greedy matching: on a mismatch the last star takes one character more.
        var text = "/" + Stored(path);
        int at = 0,
            star = -1,
            resume = 0,
            position = 0;
        while (position < text.Length)
        {
            if (at < _glob.Length && _glob[at] == '*')
            {
                star = at++;
                resume = position;
            }
            else if (at < _glob.Length && _glob[at] == FieldValues.LowerOf(text[position]))
            {
                at++;
                position++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                position = ++resume;
            }
            else
            {
                return false;
            }
        }
        while (at < _glob.Length && _glob[at] == '*')
            at++;
        return at == _glob.Length;
    }
}
