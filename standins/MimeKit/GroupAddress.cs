using System.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>A named group of addresses, which may be empty.</summary>
public partial class GroupAddress : InternetAddress
{
    /// <summary>A group.</summary>
    /// <param name="encoding">The encoding to write the name in.</param>
    /// <param name="name">The name.</param>
    /// <param name="addresses">The members.</param>
    public GroupAddress(Encoding encoding, string? name, IEnumerable<InternetAddress> addresses) : base(encoding, name)
    {
        Members = new InternetAddressList(addresses);
        Members.Changed += OnChanged;
    }

    /// <summary>A group.</summary>
    /// <param name="name">The name.</param>
    /// <param name="addresses">The members.</param>
    public GroupAddress(string? name, IEnumerable<InternetAddress> addresses) : this(Encoding.UTF8, name, addresses)
    {
    }

    /// <summary>An empty group.</summary>
    /// <param name="encoding">The encoding to write the name in.</param>
    /// <param name="name">The name.</param>
    public GroupAddress(Encoding encoding, string? name) : this(encoding, name, [])
    {
    }

    /// <summary>An empty group.</summary>
    /// <param name="name">The name.</param>
    public GroupAddress(string? name) : this(Encoding.UTF8, name)
    {
    }

    /// <summary>The members.</summary>
    public InternetAddressList Members { get; }

    /// <inheritdoc/>
    public override InternetAddress Clone() => new GroupAddress(Encoding, Name, Members.Select(member => member.Clone()));

    /// <inheritdoc/>
    public override bool Equals(InternetAddress? other) =>
        other is GroupAddress group && Name == group.Name && Members.Equals(group.Members);

    /// <inheritdoc/>
    public override string ToString(FormatOptions options, bool encode)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!encode)
            return $"{Name}: {string.Join(", ", Members)};";

        var text = new StringBuilder();
        var lineLength = 0;
        Encode(options, text, true, ref lineLength);
        return text.ToString();
    }

    internal override void Encode(FormatOptions options, StringBuilder target, bool isFirst, ref int lineLength)
    {
        EncodeName(options, target, isFirst, ref lineLength);
        target.Append(": ");
        lineLength += 2;
        Members.Encode(options, target, false, ref lineLength);
        target.Append(';');
        lineLength++;
    }

    private protected override int CompareToSameName(InternetAddress other) =>
        other is GroupAddress group ? Members.CompareTo(group.Members) : 1;
}
