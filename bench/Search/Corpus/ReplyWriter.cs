using System.Globalization;
using System.Text;

namespace Hookwork.Bench.Search.Corpus;

/// <summary>Generates replies to a mail, and replies to those.</summary>
internal sealed class ReplyWriter(Vocabulary words, Dice dice)
{
    private readonly Prose _prose = new(words, dice);

    /// <summary>The replies to a mail, direct and indirect.</summary>
    /// <param name="people">The members who may reply.</param>
    /// <param name="interest">The probability of a reply, and then of each further one.</param>
    public IEnumerable<ListMail> To(ListMail mail, IReadOnlyList<ListMember> people, double interest)
    {
        while (dice.Chance(interest))
        {
            interest *= 0.7;
            var author = dice.Of(people);
            var date = mail.Date.AddMinutes(dice.LogNormal(600, 1.5));
            var reply = mail with
            {
                Date = date,
                Author = author,
                MessageId = dice.Chance(0.5)
                    ? $"{Guid(dice)}@{author.Address[(author.Address.IndexOf('@') + 1)..]}"
                    : $"{dice.Digits("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-=", 48)}@mail.example",
                References = [.. mail.References, mail.MessageId],
                Subject = mail.Subject.StartsWith("Re: ", StringComparison.Ordinal)
                    ? mail.Subject
                    : "Re: " + mail.Subject,
                To = mail.Author,
                Cc = [.. people.Where(one => one != author && one != mail.Author)],
                Body = Body(mail, author),
            };
            yield return reply;
            foreach (var answer in To(reply, people, interest * 0.8))
                yield return answer;
        }
    }

    private string Body(ListMail mail, ListMember author)
    {
        var body = new StringBuilder(2048);
        body.Append(
            CultureInfo.InvariantCulture,
            $"On {mail.Date.UtcDateTime:ddd, MMM d, yyyy} at {mail.Date.UtcDateTime:HH:mm}, {mail.Author.Name} wrote:\n"
        );
        var signature = mail.Body.LastIndexOf("\n-- \n", StringComparison.Ordinal);
        var lines = (signature < 0 ? mail.Body : mail.Body[..signature]).TrimEnd('\n').Split('\n');
        // Half of the reviewers quote only the message, others the hunks they comment on, few everything.
        var end = Array.FindIndex(lines, line => line.StartsWith("diff --git ", StringComparison.Ordinal));
        var blocks = dice.Chance(0.4) ? 1 : dice.Between(1, 4);
        var position = 0;
        for (; blocks > 0 && position < lines.Length; blocks--)
        {
            var length = dice.Chance(0.08) ? 400 : dice.Several(14);
            AppendQuote(body, lines.Skip(position).Take(Math.Min(length, lines.Length - position)));
            position += length;
            body.Append('\n')
                .Append(dice.Chance(0.3) ? words.Remarks.Pick(dice) : _prose.Paragraph(dice.Several(1.8), []))
                .Append("\n\n");
            if (end > position && dice.Chance(0.6))
                position = dice.Between(end, lines.Length - 1);
            if (blocks > 1 && position < lines.Length && dice.Chance(0.4))
                body.Append("[...]\n");
        }
        if (dice.Chance(0.35))
            body.Append(
                CultureInfo.InvariantCulture,
                $"{dice.Of(["Reviewed-by", "Reviewed-by", "Reviewed-by", "Acked-by", "Tested-by"])}: {author.InText}\n"
            );
        if (dice.Chance(0.4))
            body.Append(
                CultureInfo.InvariantCulture,
                $"\n{dice.Of(["Thanks,", "Regards,", "Best regards,", "--", "Cheers,", "-- "])}\n{author.Name[..author.Name.IndexOf(' ')]}\n"
            );
        return body.ToString();
    }

    private static void AppendQuote(StringBuilder body, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            body.Append(
                    line.StartsWith('>') ? ">"
                    : line.Length > 0 ? "> "
                    : ">"
                )
                .Append(line)
                .Append('\n');
    }

    private static string Guid(Dice dice) => $"{dice.Hex(8)}-{dice.Hex(4)}-4{dice.Hex(3)}-{dice.Hex(4)}-{dice.Hex(12)}";
}
