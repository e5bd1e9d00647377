using System.Buffers;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>The mboxes of patches, cover letters and series, and the addresses of old that lead there.</summary>
internal sealed class Mboxes(Ledger ledger)
{
    private readonly Dictionary<(Kind, long Project, string MessageId), ItemRow> _byMessageId = ledger.World.Patches.Values
        .Concat<ItemRow>(ledger.World.Covers.Values)
        .ToDictionary(row => (row.Kind, row.Item.Project, row.Item.MessageId!));

    /// <summary>Answers a path outside <c>/api/</c>; null if it is not an mbox's.</summary>
    public Answer? Answer(Call call, ReadOnlySpan<string> segments) => segments switch
    {
        ["project", var project, "patch", var id, "mbox"] => Slashed(call, OfMail(Kind.Patch, project, id)),
        ["project", var project, "cover", var id, "mbox"] => Slashed(call, OfMail(Kind.Cover, project, id)),
        ["series", var id, "mbox"] => Slashed(call, OfSeries(id)),
        ["patch", var id, "mbox"] => Slashed(call, Redirect(ledger.World.Patches, "patch", id)),
        ["cover", var id, "mbox"] => Slashed(call, Redirect(ledger.World.Covers, "cover", id)),
        _ => null,
    };

    private static Answer Slashed(Call call, Answer answer) =>
        call.Path.EndsWith('/') ? answer : Http.Answer.MovedTo(call.Path + "/" + call.Query.Text);

    private Answer Redirect<TRow>(SortedList<long, TRow> rows, string kind, string id)
        where TRow : ItemRow
    {
        if (!long.TryParse(id, out var number) || !rows.TryGetValue(number, out var row) || !row.Born)
            return Http.Answer.NoPage;

        var project = ledger.World.Projects[row.Item.Project].Item.LinkName;
        var messageId = row.Item.MessageId!.Trim('<', '>').Replace("/", "%2F", StringComparison.Ordinal);
        return new Answer(302, Http.Answer.Html, default).With("Location", $"/project/{project}/{kind}/{messageId}/mbox/");
    }

    private Answer OfMail(Kind kind, string project, string messageId)
    {
        var owner = ledger.World.Projects.Values.FirstOrDefault(row => row.Item.LinkName == project);
        return owner is not null && _byMessageId.TryGetValue((kind, owner.Id, "<" + messageId + ">"), out var row) && row.Born
            ? Serve(ledger.Recording.Mboxes[(kind, row.Id)], null)
            : Http.Answer.NoPage;
    }

    private Answer OfSeries(string id)
    {
        if (!long.TryParse(id, out var number) || !ledger.World.Series.TryGetValue(number, out var series) || !series.Born)
            return Http.Answer.NoPage;

        var body = new ArrayBufferWriter<byte>();
        foreach (var patch in ledger.Recording.PatchOrder[number].Where(patch => ledger.World.Patches[patch].Born))
        {
            if (body.WrittenCount > 0)
                body.Write("\n"u8);
            body.Write(ledger.Recording.Mboxes[(Kind.Patch, patch)].Body);
        }

        return Serve(ledger.Recording.Mboxes[(Kind.Series, number)], body.WrittenMemory);
    }

    private static Answer Serve(Mbox mbox, ReadOnlyMemory<byte>? body) =>
        new Answer(200, mbox.ContentType, body ?? mbox.Body).With("Content-Disposition", mbox.Disposition);
}
