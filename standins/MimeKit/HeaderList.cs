using System.Collections;
using System.Diagnostics.CodeAnalysis;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>Headers in their order. Names are found in any case; what is asked for by name is the first of that name.</summary>
public partial class HeaderList : IList<Header>
{
    private readonly List<Header> _headers = [];
    private readonly Dictionary<string, Header> _firsts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>An empty list.</summary>
    public HeaderList() : this(ParserOptions.Default.Clone())
    {
    }

    internal HeaderList(ParserOptions options)
    {
        Options = options;
    }

    internal Action<HeaderListChangedAction, Header?>? Changed { get; set; }

    /// <inheritdoc/>
    public int Count => _headers.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    internal ParserOptions Options { get; }

    /// <inheritdoc/>
    public Header this[int index]
    {
        get => _headers[index];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            var old = _headers[index];
            if (ReferenceEquals(old, value))
                return;

            RemoveAt(index);
            Insert(index, value);
        }
    }

    /// <summary>The value of the first header of a field; setting adds a header if there is none.</summary>
    /// <param name="id">The field.</param>
    [DisallowNull]
    public string? this[HeaderId id]
    {
        get => this[NameOf(id)];
        set => this[NameOf(id)] = value;
    }

    /// <summary>The value of the first header of a field; setting adds a header if there is none.</summary>
    /// <param name="field">The field.</param>
    [DisallowNull]
    public string? this[string field]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(field);
            return _firsts.TryGetValue(field, out var header) ? header.Value : null;
        }

        set
        {
            ArgumentNullException.ThrowIfNull(field);
            ArgumentNullException.ThrowIfNull(value);
            if (_firsts.TryGetValue(field, out var header))
                header.Value = value;
            else
                Add(field, value);
        }
    }

    /// <inheritdoc/>
    public void Add(Header item) => Insert(_headers.Count, item);

    /// <summary>Whether there is a header of a field.</summary>
    /// <param name="id">The field.</param>
    public bool Contains(HeaderId id) => _firsts.ContainsKey(NameOf(id));

    /// <summary>Whether there is a header of a field.</summary>
    /// <param name="field">The field.</param>
    public bool Contains(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _firsts.ContainsKey(field);
    }

    /// <inheritdoc/>
    public bool Contains(Header item) => IndexOf(item) >= 0;

    /// <inheritdoc/>
    public int IndexOf(Header item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _headers.IndexOf(item);
    }

    /// <summary>Where the first header of a field is, or -1.</summary>
    /// <param name="id">The field.</param>
    public int IndexOf(HeaderId id) => IndexOf(NameOf(id));

    /// <summary>Where the first header of a field is, or -1.</summary>
    /// <param name="field">The field.</param>
    public int IndexOf(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _firsts.TryGetValue(field, out var first) ? _headers.IndexOf(first) : -1;
    }

    /// <summary>Where the last header of a field is, or -1.</summary>
    /// <param name="id">The field.</param>
    public int LastIndexOf(HeaderId id) => LastIndexOf(NameOf(id));

    /// <summary>Where the last header of a field is, or -1.</summary>
    /// <param name="field">The field.</param>
    public int LastIndexOf(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _headers.FindLastIndex(header => IsOf(header, field));
    }

    /// <inheritdoc/>
    public void Insert(int index, Header item)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, _headers.Count);

        if (!_firsts.TryAdd(item.Field, item) && index < _headers.Count && index <= _headers.IndexOf(_firsts[item.Field]))
            _firsts[item.Field] = item;

        _headers.Insert(index, item);
        Watch(item);
        Changed?.Invoke(HeaderListChangedAction.Added, item);
    }

    /// <inheritdoc/>
    public bool Remove(Header item)
    {
        var index = IndexOf(item);
        if (index == -1)
            return false;

        RemoveAt(index);
        return true;
    }

    /// <inheritdoc/>
    public void RemoveAt(int index)
    {
        var header = _headers[index];
        _headers.RemoveAt(index);
        Unwatch(header);

        if (ReferenceEquals(_firsts.GetValueOrDefault(header.Field), header))
        {
            _firsts.Remove(header.Field);
            if (_headers.Find(other => IsOf(other, header.Field)) is { } next)
                _firsts[header.Field] = next;
        }

        Changed?.Invoke(HeaderListChangedAction.Removed, header);
    }

    /// <summary>Removes the first header of a field.</summary>
    /// <param name="id">The field.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(HeaderId id) => Remove(NameOf(id));

    /// <summary>Removes the first header of a field.</summary>
    /// <param name="field">The field.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _firsts.TryGetValue(field, out var header) && Remove(header);
    }

    /// <summary>Removes all headers of a field.</summary>
    /// <param name="id">The field.</param>
    public void RemoveAll(HeaderId id) => RemoveAll(NameOf(id));

    /// <summary>Removes all headers of a field.</summary>
    /// <param name="field">The field.</param>
    public void RemoveAll(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (!_firsts.Remove(field))
            return;

        var removed = _headers.FindAll(header => IsOf(header, field));
        _headers.RemoveAll(header => IsOf(header, field));
        foreach (var header in removed)
        {
            Unwatch(header);
            Changed?.Invoke(HeaderListChangedAction.Removed, header);
        }
    }

    /// <summary>Puts a header where the first of its field is, and removes the others; adds it if there is none.</summary>
    /// <param name="header">The header.</param>
    public void Replace(Header header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var index = IndexOf(header.Field);
        if (index == -1)
        {
            Add(header);
            return;
        }

        for (var i = _headers.Count - 1; i > index; i--)
        {
            if (IsOf(_headers[i], header.Field))
                RemoveAt(i);
        }

        var old = _headers[index];
        Unwatch(old);
        _headers[index] = header;
        _firsts[header.Field] = header;
        Watch(header);
        Changed?.Invoke(HeaderListChangedAction.Changed, header);
    }

    /// <inheritdoc/>
    public void Clear()
    {
        foreach (var header in _headers)
            Unwatch(header);

        _headers.Clear();
        _firsts.Clear();
        Changed?.Invoke(HeaderListChangedAction.Cleared, null);
    }

    /// <inheritdoc/>
    public void CopyTo(Header[] array, int arrayIndex) => _headers.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public IEnumerator<Header> GetEnumerator() => _headers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The first header of a field.</summary>
    internal bool TryGetHeader(HeaderId id, [NotNullWhen(true)] out Header? header) => _firsts.TryGetValue(id.ToHeaderName(), out header);

    private static string NameOf(HeaderId id) =>
        id == HeaderId.Unknown ? throw new ArgumentOutOfRangeException(nameof(id)) : id.ToHeaderName();

    private static bool IsOf(Header header, string field) => header.Field.Equals(field, StringComparison.OrdinalIgnoreCase);

    private void Watch(Header header) => header.Changed += OnHeaderChanged;

    private void Unwatch(Header header) => header.Changed -= OnHeaderChanged;

    // Headers do not say which of them changed, since a header in two lists would have to say it to both.
    private void OnHeaderChanged() => Changed?.Invoke(HeaderListChangedAction.Changed, null);
}
