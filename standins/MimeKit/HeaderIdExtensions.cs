using System.Collections.Frozen;
using System.Text;

namespace MimeKit;

/// <summary>The names of the header fields of <see cref="HeaderId"/>.</summary>
public static class HeaderIdExtensions
{
    /// <summary>Names that are not the enum's name with a hyphen before each capital.</summary>
    private static readonly Dictionary<HeaderId, string> IrregularNames = new()
    {
        [HeaderId.ArcAuthenticationResults] = "ARC-Authentication-Results",
        [HeaderId.ArcMessageSignature] = "ARC-Message-Signature",
        [HeaderId.ArcSeal] = "ARC-Seal",
        [HeaderId.DkimSignature] = "DKIM-Signature",
        [HeaderId.DomainKeySignature] = "DomainKey-Signature",
        [HeaderId.MimeVersion] = "MIME-Version",
        [HeaderId.PreventNonDeliveryReport] = "Prevent-NonDelivery-Report",
        [HeaderId.ReceivedSPF] = "Received-SPF",
        [HeaderId.TLSRequired] = "TLS-Required",
        [HeaderId.X400MTSIdentifier] = "X400-MTS-Identifier",
        [HeaderId.XMSMailPriority] = "X-MSMail-Priority",
    };

    private static readonly FrozenDictionary<HeaderId, string> Names = Enum.GetValues<HeaderId>().ToFrozenDictionary(id => id, NameOf);

    private static readonly FrozenDictionary<string, HeaderId> Ids =
        Names.Where(pair => pair.Key != HeaderId.Unknown)
            .ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>The field name as it is usually written, <c>Message-Id</c> for <see cref="HeaderId.MessageId"/>.</summary>
    /// <param name="value">The field.</param>
    public static string ToHeaderName(this HeaderId value) =>
        Names.TryGetValue(value, out var name) ? name : throw new ArgumentOutOfRangeException(nameof(value));

    /// <summary>The field of a name in any case, or <see cref="HeaderId.Unknown"/>.</summary>
    internal static HeaderId ToHeaderId(string field) => Ids.GetValueOrDefault(field, HeaderId.Unknown);

    private static string NameOf(HeaderId id)
    {
        if (IrregularNames.TryGetValue(id, out var irregular))
            return irregular;

        var name = new StringBuilder();
        foreach (var c in id.ToString())
        {
            if (name.Length > 0 && char.IsAsciiLetterUpper(c))
                name.Append('-');
            name.Append(c);
        }

        return name.ToString();
    }
}
