using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>What tokens may change: patches, checks, and whether a comment is addressed.</summary>
internal sealed class Writes(Ledger ledger, TimeProvider time)
{
    private readonly Answer _notYet = Answer.Detail(501, $"Not implemented on {time.GetUtcNow():d} over {ledger.RecordedCount} events.");

    public Answer Update(Call call, PatchRow patch) => _notYet;

    public Answer AddCheck(Call call, PatchRow patch) => _notYet;

    public Answer Update(Call call, ItemRow owner, CommentRow comment) => _notYet;
}
