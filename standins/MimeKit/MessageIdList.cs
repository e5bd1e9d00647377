using System.Collections;

namespace MimeKit;

/// <summary>The message identifiers of a References header, without angle brackets.</summary>
public class MessageIdList : IList<string>
{
    private readonly List<string> _ids = [];

    internal Action? Changed { get; set; }

    /// <inheritdoc/>
    public int Count => _ids.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public string this[int index]
    {
        get => _ids[index];
        set
        {
            var id = Check(value);
            if (_ids[index] == id)
                return;

            _ids[index] = id;
            Changed?.Invoke();
        }
    }

    /// <summary>A copy.</summary>
    public MessageIdList Clone()
    {
        var clone = new MessageIdList();
        clone._ids.AddRange(_ids);
        return clone;
    }

    /// <inheritdoc/>
    public int IndexOf(string item) => _ids.IndexOf(item);

    /// <inheritdoc/>
    public void Insert(int index, string item)
    {
        _ids.Insert(index, Check(item));
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void RemoveAt(int index)
    {
        _ids.RemoveAt(index);
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void Add(string item) => Insert(Count, item);

    /// <summary>Adds identifiers.</summary>
    /// <param name="items">The identifiers.</param>
    public void AddRange(IEnumerable<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        foreach (var item in items)
            _ids.Add(Check(item));

        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void Clear()
    {
        _ids.Clear();
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public bool Contains(string item) => _ids.Contains(item);

    /// <inheritdoc/>
    public void CopyTo(string[] array, int arrayIndex) => _ids.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public bool Remove(string item)
    {
        var isRemoved = _ids.Remove(item);
        if (isRemoved)
            Changed?.Invoke();

        return isRemoved;
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => _ids.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The identifiers in angle brackets.</summary>
    public override string ToString() => string.Join(' ', _ids.Select(id => $"<{id}>"));

    /// <summary>Replaces the identifiers without telling anyone.</summary>
    internal void SetSilently(IEnumerable<string> ids)
    {
        _ids.Clear();
        _ids.AddRange(ids);
    }

    private static string Check(string item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item is ['<', .., '>'] ? item[1..^1] : item;
    }
}
