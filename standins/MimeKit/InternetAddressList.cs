using System.Collections;
using System.Text;

namespace MimeKit;

/// <summary>The addresses of a header or group.</summary>
public partial class InternetAddressList : IList<InternetAddress>, IEquatable<InternetAddressList>, IComparable<InternetAddressList>
{
    private readonly List<InternetAddress> _addresses = [];

    /// <summary>A list of addresses.</summary>
    /// <param name="addresses">The addresses.</param>
    public InternetAddressList(IEnumerable<InternetAddress> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        foreach (var address in addresses)
            Attach(address, _addresses.Count);
    }

    /// <summary>An empty list.</summary>
    public InternetAddressList()
    {
    }

    internal Action? Changed { get; set; }

    /// <inheritdoc/>
    public int Count => _addresses.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <summary>The mailboxes, those within groups too.</summary>
    public IEnumerable<MailboxAddress> Mailboxes =>
        _addresses.SelectMany(address => address is GroupAddress group ? group.Members.Mailboxes : [(MailboxAddress)address]);

    /// <inheritdoc/>
    public InternetAddress this[int index]
    {
        get => _addresses[index];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (ReferenceEquals(_addresses[index], value))
                return;

            _addresses[index].Changed -= OnChanged;
            value.Changed += OnChanged;
            _addresses[index] = value;
            OnChanged();
        }
    }

    /// <inheritdoc/>
    public int IndexOf(InternetAddress item) => _addresses.IndexOf(item);

    /// <inheritdoc/>
    public void Insert(int index, InternetAddress item)
    {
        Attach(item, index);
        OnChanged();
    }

    /// <inheritdoc/>
    public void RemoveAt(int index)
    {
        _addresses[index].Changed -= OnChanged;
        _addresses.RemoveAt(index);
        OnChanged();
    }

    /// <inheritdoc/>
    public void Add(InternetAddress item) => Insert(Count, item);

    /// <summary>Adds addresses.</summary>
    /// <param name="addresses">The addresses.</param>
    public void AddRange(IEnumerable<InternetAddress> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        var count = Count;
        foreach (var address in addresses)
            Attach(address, Count);

        if (Count > count)
            OnChanged();
    }

    /// <inheritdoc/>
    public void Clear()
    {
        if (Count == 0)
            return;

        SetSilently([]);
        OnChanged();
    }

    /// <inheritdoc/>
    public bool Contains(InternetAddress item) => _addresses.Contains(item);

    /// <inheritdoc/>
    public void CopyTo(InternetAddress[] array, int arrayIndex) => _addresses.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public bool Remove(InternetAddress item)
    {
        var index = IndexOf(item);
        if (index == -1)
            return false;

        RemoveAt(index);
        return true;
    }

    /// <inheritdoc/>
    public IEnumerator<InternetAddress> GetEnumerator() => _addresses.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(InternetAddressList? other) =>
        other is not null && Count == other.Count && _addresses.Zip(other._addresses).All(pair => pair.First.Equals(pair.Second));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as InternetAddressList);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Compares address by address, then the counts.</summary>
    /// <param name="other">The other list.</param>
    public int CompareTo(InternetAddressList? other)
    {
        if (other is null)
            return 1;

        for (var i = 0; i < Math.Min(Count, other.Count); i++)
        {
            var order = this[i].CompareTo(other[i]);
            if (order != 0)
                return order;
        }

        return Count - other.Count;
    }

    /// <summary>The addresses as text.</summary>
    /// <param name="options">How to write them.</param>
    /// <param name="encode">Whether they have to be fit for a header.</param>
    public string ToString(FormatOptions options, bool encode)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!encode)
            return string.Join(", ", _addresses);

        var text = new StringBuilder();
        var lineLength = 0;
        Encode(options, text, true, ref lineLength);
        return text.ToString();
    }

    /// <summary>The addresses as text.</summary>
    /// <param name="encode">Whether they have to be fit for a header.</param>
    public string ToString(bool encode) => ToString(FormatOptions.Default, encode);

    /// <summary>The addresses as text to show.</summary>
    public override string ToString() => ToString(false);

    internal void Encode(FormatOptions options, StringBuilder target, bool isFirst, ref int lineLength)
    {
        for (var i = 0; i < Count; i++)
        {
            if (i > 0)
            {
                target.Append(", ");
                lineLength += 2;
            }

            this[i].Encode(options, target, isFirst && i == 0, ref lineLength);
        }
    }

    /// <summary>Replaces the addresses without telling anyone.</summary>
    internal void SetSilently(List<InternetAddress> addresses)
    {
        foreach (var address in _addresses)
            address.Changed -= OnChanged;

        _addresses.Clear();
        foreach (var address in addresses)
            Attach(address, Count);
    }

    private void Attach(InternetAddress address, int index)
    {
        ArgumentNullException.ThrowIfNull(address);
        _addresses.Insert(index, address);
        address.Changed += OnChanged;
    }

    private void OnChanged() => Changed?.Invoke();
}
