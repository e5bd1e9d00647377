using System.Collections;
using System.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>The domains of a source route (RFC 5322, section 4.4).</summary>
public class DomainList : IList<string>
{
    private readonly List<string> _domains;

    /// <summary>A list of domains.</summary>
    /// <param name="domains">The domains.</param>
    public DomainList(IEnumerable<string> domains)
    {
        ArgumentNullException.ThrowIfNull(domains);
        _domains = [.. domains];
    }

    /// <summary>An empty list.</summary>
    public DomainList() : this([])
    {
    }

    internal Action? Changed { get; set; }

    /// <inheritdoc/>
    public int Count => _domains.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public string this[int index]
    {
        get => _domains[index];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _domains[index] = value;
            Changed?.Invoke();
        }
    }

    /// <summary>Reads a route.</summary>
    /// <param name="text">The route.</param>
    /// <param name="route">Its domains.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, out DomainList? route)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lexer = new Lexer(Encoding.UTF8.GetBytes(text));
        route = lexer.At('@') && TryRead(ref lexer) is { } domains ? new DomainList(domains) : null;
        return route is not null;
    }

    /// <inheritdoc/>
    public int IndexOf(string item) => _domains.IndexOf(item);

    /// <inheritdoc/>
    public void Insert(int index, string item)
    {
        ArgumentNullException.ThrowIfNull(item);
        _domains.Insert(index, item);
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void RemoveAt(int index)
    {
        _domains.RemoveAt(index);
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void Add(string item) => Insert(Count, item);

    /// <inheritdoc/>
    public void Clear()
    {
        _domains.Clear();
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public bool Contains(string item) => _domains.Contains(item);

    /// <inheritdoc/>
    public void CopyTo(string[] array, int arrayIndex) => _domains.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public bool Remove(string item)
    {
        var isRemoved = _domains.Remove(item);
        if (isRemoved)
            Changed?.Invoke();

        return isRemoved;
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => _domains.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The route as it stands before the colon, <c>@a,@b</c>.</summary>
    public override string ToString() => Join(domain => domain);

    internal string Encode(FormatOptions options) => Join(options.International ? domain => domain : Idn.Encode);

    /// <summary>The domains from the at sign at the position on; <c>null</c> if there is something else.</summary>
    internal static List<string>? TryRead(ref Lexer lexer)
    {
        var domains = new List<string>();
        while (lexer.At('@'))
        {
            lexer.Position++;
            if (!lexer.TryReadDomain(",:"u8, out var domain))
                return null;

            domains.Add(Idn.Decode(domain));

            // RFC 5322, section 4.4, allows empty domains too.
            do
            {
                if (!lexer.SkipCommentsAndWhiteSpace())
                    return null;
            }
            while (lexer.At(',') && ++lexer.Position > 0);
        }

        return domains;
    }

    private string Join(Func<string, string> convert) =>
        string.Join(',', _domains.Where(domain => !string.IsNullOrWhiteSpace(domain)).Select(domain => "@" + convert(domain)));
}
