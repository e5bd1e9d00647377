using System.Text;

namespace Hookwork.Bench.Search.Corpus;

internal sealed record ListMember(string Name, string Address, string Host, string Network, string Mailer)
{
    /// <summary>Name and address in a trailer's format.</summary>
    public string InText => $"{Name} <{Address}>";

    /// <summary>Name and address in a header's format (RFC 2047).</summary>
    public string InHeader => Ascii.IsValid(Name) ? InText : $"{Encoded(Name)} <{Address}>";

    /// <summary>Generates distinct members.</summary>
    public static IReadOnlyList<ListMember> Make(Vocabulary words, Dice dice, int count)
    {
        var members = new Dictionary<string, ListMember>(StringComparer.Ordinal);
        var domains = new Zipf<string>(words["domains"], 0.7);
        while (members.Count < count)
        {
            var (first, last, domain) = (dice.Of(words["firstnames"]), dice.Of(words["lastnames"]), domains.Pick(dice));
            var address =
                $"{Plain(first)}{dice.Of([".", "", "-"])}{(dice.Chance(0.6) ? Plain(last) : Plain(last)[..1])}@{domain}".ToLowerInvariant();
            var mailer = dice.Chance(0.8)
                ? $"git-send-email 2.{dice.Between(34, 51)}.{dice.Between(0, 3)}"
                : $"Evolution 3.{dice.Between(40, 56)}.{dice.Between(0, 4)}";
            members.TryAdd(
                address,
                new ListMember(
                    $"{first} {last}",
                    address,
                    $"mail-{dice.Hex(3)}.{domain}",
                    $"203.0.113.{dice.Between(1, 254)}",
                    mailer
                )
            );
        }
        return [.. members.Values];
    }

    /// <summary>Encodes a word of a header.</summary>
    public static string Encoded(string text)
    {
        var encoded = new StringBuilder("=?utf-8?q?");
        foreach (var octet in Encoding.UTF8.GetBytes(text))
            encoded.Append(
                octet == ' ' ? "_"
                : char.IsAsciiLetterOrDigit((char)octet) ? ((char)octet).ToString()
                : $"={octet:X2}"
            );
        return encoded.Append("?=").ToString();
    }

    private static string Plain(string name) => new([.. name.Where(char.IsAsciiLetterOrDigit)]);
}
