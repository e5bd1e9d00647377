using System.Globalization;

namespace Hookwork.Bench.Search.Corpus;

/// <summary>Generates threads: the versions of a series, and the replies.</summary>
internal sealed class ThreadWriter
{
    private readonly Vocabulary _words;
    private readonly Dice _dice;
    private readonly SourceTree _tree;
    private readonly Zipf<ListMember> _members;
    private readonly PatchWriter _patches;
    private readonly ReplyWriter _replies;

    public ThreadWriter(Vocabulary words, Dice dice)
    {
        (_words, _dice) = (words, dice);
        _tree = new SourceTree(words, dice);
        _members = new(ListMember.Make(words, dice, 700), 0.9);
        _patches = new PatchWriter(words, dice, _tree);
        _replies = new ReplyWriter(words, dice);
    }

    /// <summary>A thread that starts at the given time.</summary>
    public IEnumerable<ListMail> Write(DateTimeOffset start)
    {
        var (author, subsystem) = (_members.Pick(_dice), _tree.Subsystems.Pick(_dice));
        List<ListMember> people =
        [
            .. Enumerable.Range(0, _dice.Between(2, 9)).Select(_ => _members.Pick(_dice)).Append(author).Distinct(),
        ];
        var patches = _dice.Chance(0.45) ? 1 : Math.Min(1 + _dice.Several(5), 60);
        var kind =
            _dice.Chance(0.05) ? "PULL"
            : _dice.Chance(0.06) ? "RFC PATCH"
            : _dice.Chance(0.04) ? "PATCH for-10.2"
            : "PATCH";
        List<PatchDraft> drafts = [.. Enumerable.Range(0, patches).Select(_ => _patches.Draft(subsystem, author))];
        var title =
            patches == 1 ? drafts[0].Title : $"{subsystem.Replace('_', '-')}: {new Prose(_words, _dice).Title([])}";

        for (var version = 1; ; version++)
        {
            foreach (var mail in WriteVersion(start, author, people, kind, version, title, drafts))
                yield return mail;
            if (version == 9 || kind == "PULL" || !_dice.Chance(patches == 1 ? 0.3 : 0.45))
                yield break;
            start += TimeSpan.FromHours(_dice.LogNormal(120, 0.8));
            drafts =
            [
                .. drafts.Select(draft => _dice.Chance(0.5) ? _patches.Rework(draft, people, version + 1) : draft),
            ];
        }
    }

    private IEnumerable<ListMail> WriteVersion(
        DateTimeOffset start,
        ListMember author,
        List<ListMember> people,
        string kind,
        int version,
        string title,
        List<PatchDraft> drafts
    )
    {
        var prefix = version == 1 ? kind : $"{kind} v{version}";
        var root = string.Create(
            CultureInfo.InvariantCulture,
            $"{start.UtcDateTime:yyyyMMddHHmmss}.{_dice.Between(10000, 4000000)}"
        );
        var digits = drafts.Count.ToString(CultureInfo.InvariantCulture).Length;
        List<string> references = [];
        List<ListMail> sent = [];
        if (drafts.Count > 1)
        {
            var cover = Mail(
                0,
                $"[{prefix} {new string('0', digits)}/{drafts.Count}] {title}",
                _patches.Cover(author, kind, version, drafts)
            );
            references.Add(cover.MessageId);
            sent.Add(cover);
        }
        for (var number = 1; number <= drafts.Count; number++)
        {
            var position =
                drafts.Count > 1
                    ? " " + number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0') + "/" + drafts.Count
                    : "";
            sent.Add(
                Mail(
                    number,
                    $"[{prefix}{position}] {drafts[number - 1].Title}",
                    _patches.Body(drafts[number - 1], author)
                )
            );
        }
        return sent.Concat(
            sent.SelectMany(mail =>
                _replies.To(
                    mail,
                    people,
                    kind == "PULL" ? 0.1
                        : mail == sent[0] ? 0.75
                        : 0.5
                )
            )
        );

        ListMail Mail(int number, string subject, string body) =>
            new(
                start.AddSeconds(number * 2),
                author,
                $"{root}-{number + 1}-{author.Address}",
                [.. references],
                subject,
                people[0],
                [.. people.Where(one => one != author)],
                body
            );
    }
}
