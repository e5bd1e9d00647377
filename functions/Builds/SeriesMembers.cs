using System.Text.Json.Nodes;
using Hookwork.Mail;

namespace Hookwork.Builds;

/// <summary>A series with its mails.</summary>
/// <param name="Series">As the API shows it, with relative addresses.</param>
/// <param name="Cover">The cover letter; null without one.</param>
/// <param name="Patches">In the order in which they apply.</param>
public sealed record SeriesMembers(
    long Id,
    long Project,
    JsonObject Series,
    Member? Cover,
    IReadOnlyList<Member> Patches
)
{
    /// <summary>
    /// The mail numbered 0 if Patchwork took it for a patch, as it is a pull request or has a diff; null without one.
    /// </summary>
    public Member? CoverPatch { get; init; }

    /// <summary>The cover letter, even if Patchwork took it for a patch, and the patches.</summary>
    public IEnumerable<Member> Mails => (Cover ?? CoverPatch) is { } letter ? Patches.Prepend(letter) : Patches;

    /// <summary>The prerequisites that the mails name, each once, in their order.</summary>
    public IEnumerable<Prerequisite> BasedOn => Mails.SelectMany(mail => mail.Body.Basis.BasedOn).Distinct();

    /// <summary>The commit that the mails name as the base; null if they name none.</summary>
    public string? BaseCommit => First(mail => mail.Body.Basis.BaseCommit);

    /// <summary>The tree that the mails name as the base; null if they name none.</summary>
    public string? BaseTree => BasedOn.FirstOrDefault(on => on.Kind == Prerequisite.Tree)?.Value;

    /// <summary>What names the change across its versions; null if the mails do not say.</summary>
    public string? ChangeId => First(mail => mail.Body.Basis.ChangeId);

    /// <summary>The version that the subjects state.</summary>
    public int Version => (int?)(Series["version"] as JsonValue) ?? 1;

    /// <summary>Whether all its patches arrived.</summary>
    public bool IsComplete => (bool?)(Series["received_all"] as JsonValue) ?? true;

    private T? First<T>(Func<Member, T?> read)
        where T : class => Mails.Select(read).FirstOrDefault(value => value is not null);
}
