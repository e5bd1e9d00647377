using System.Globalization;
using System.Text.RegularExpressions;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Searching;
using Hookwork.Input;
using Hookwork.Mail;
using Hookwork.Patchwork;
using Microsoft.Data.Sqlite;

namespace Hookwork.Builds;

/// <summary>Finds what prerequisites name, in the project of their series first, then in the others.</summary>
/// <remarks>
/// A Message-ID or a series stands for the whole series, as in b4 and Patchwork. A patch stands for its series up to
/// that patch. A patch-id stands for that patch alone, since git lists each of them. A change id without a version
/// stands for the newest complete version.
/// </remarks>
public sealed partial class PrerequisiteFinder(
    ResourceStore resources,
    MessageIdIndex messageIds,
    ProjectNames projects,
    Catalogs catalogs,
    PatchworkSettings patchwork,
    HookworkSettings settings
)
{
    /// <summary>
    /// How long to wait for a catalog after another one was not ready. A server may have a hundred projects.
    /// </summary>
    private static readonly TimeSpan LongestAfterOne = TimeSpan.FromSeconds(1);

    /// <summary>Finds a prerequisite; null if it is not archived.</summary>
    /// <param name="from">The series that names it, which is never found.</param>
    /// <param name="late">Gets the projects whose catalogs are not ready, which are not waited for again; null to fail
    /// where one is not ready.</param>
    /// <exception cref="CatalogNotReadyException">A catalog is needed and still being prepared.</exception>
    public Task<FoundPrerequisite?> FindAsync(
        Prerequisite on,
        SeriesMembers from,
        HashSet<long>? late,
        CancellationToken cancellationToken
    ) =>
        on.Kind switch
        {
            Prerequisite.MessageId => MailAsync(on.Value, false, from, late, cancellationToken),
            Prerequisite.Series when NumberOf(on.Value) is { } id => SeriesAsync(id, cancellationToken),
            Prerequisite.Patch when NumberOf(on.Value) is { } id => PatchAsync(id, true, cancellationToken),
            Prerequisite.Patch when MessageIdOf(on.Value) is { } id => MailAsync(
                id,
                true,
                from,
                late,
                cancellationToken
            ),
            Prerequisite.PatchId => InCatalogsAsync(
                from,
                late,
                connection => OfPatchId(connection, on.Value, from.Id),
                cancellationToken
            ),
            Prerequisite.ChangeId => InCatalogsAsync(
                from,
                late,
                connection => OfChange(connection, on.Value, from.Id),
                cancellationToken
            ),
            _ => Task.FromResult<FoundPrerequisite?>(null),
        };

    /// <summary>One name for a prerequisite, however it is written; null if nothing can be found by it.</summary>
    public string? NameOf(Prerequisite on) =>
        on.Kind switch
        {
            Prerequisite.MessageId => on.Value,
            Prerequisite.Series when NumberOf(on.Value) is { } id => SeriesName(id),
            Prerequisite.Patch when NumberOf(on.Value) is { } id => PatchName(id),
            Prerequisite.Patch => MessageIdOf(on.Value),
            Prerequisite.PatchId => on.Value,
            Prerequisite.ChangeId => ChangeName(ChangeOf(on.Value)),
            _ => null,
        };

    /// <summary>Every name by which prerequisites find a series.</summary>
    public static IEnumerable<string> NamesOf(SeriesMembers series) =>
        series
            .Mails.Select(mail => mail.MessageId)
            .Concat(series.Patches.Select(patch => patch.PatchId))
            .Concat(series.Patches.Select(patch => PatchName(patch.Id)))
            .Concat(series.Patches.SelectMany(GerritChanges))
            .Append(series.ChangeId)
            .Append(series.ChangeId is { } change ? ChangeName((change, series.Version)) : null)
            .Append(SeriesName(series.Id))
            .OfType<string>();

    private static IEnumerable<string> GerritChanges(Member patch) =>
        patch
            .Body.Trailers.Where(trailer => trailer.Name.Equals("Change-Id", StringComparison.OrdinalIgnoreCase))
            .Select(trailer => trailer.Value.Trim());

    public static string SeriesName(long id) => $"series {id}";

    private static string ChangeName((string Id, int? Version) change) =>
        change.Version is { } version ? $"{change.Id}:v{version}" : change.Id;

    private static string PatchName(long id) => $"patch {id}";

    private async Task<FoundPrerequisite?> SeriesAsync(long id, CancellationToken cancellationToken) =>
        (await resources.RowAsync(ResourceKind.Series, id, cancellationToken)).Exists
            ? new FoundPrerequisite(id, null, false, [])
            : null;

    private async Task<FoundPrerequisite?> PatchAsync(long id, bool isPart, CancellationToken cancellationToken) =>
        await resources.RowAsync(ResourceKind.Patch, id, cancellationToken)
            is { Exists: true, Series: [.., var series] }
            ? new FoundPrerequisite(series, isPart ? id : null, false, [])
            : null;

    /// <summary>The series of a mail: of a patch, a cover letter, or a comment on one.</summary>
    private async Task<FoundPrerequisite?> MailAsync(
        string messageId,
        bool isPart,
        SeriesMembers from,
        HashSet<long>? late,
        CancellationToken cancellationToken
    )
    {
        foreach (var project in await ProjectsAsync(from, cancellationToken))
        {
            if (
                await messageIds.FindAsync(messageId, project, ResourceKind.Patch, cancellationToken) is { } patch
                && await PatchAsync(patch, isPart, cancellationToken) is { } ofPatch
            )
                return ofPatch;
            if (
                await messageIds.FindAsync(messageId, project, ResourceKind.Cover, cancellationToken) is { } cover
                && await resources.RowAsync(ResourceKind.Cover, cover, cancellationToken)
                    is { Exists: true, Series: [.., var series] }
            )
                return new FoundPrerequisite(series, null, false, []);
        }
        return await InCatalogsAsync(
            from,
            late,
            connection =>
                SeriesOf(connection, messageId.Trim('<', '>')) is [var series, ..]
                    ? new FoundPrerequisite(series, null, false, [])
                    : null,
            cancellationToken
        );
    }

    private static IReadOnlyList<long> SeriesOf(SqliteConnection connection, string messageId)
    {
        var mails = MailRows.WithMessageId(connection, messageId);
        return CatalogMails.SeriesOf(connection, mails.Select(mail => mail.Row)) is { Count: > 0 } series
            ? series
            : [.. mails.SelectMany(mail => CatalogMails.SeriesOfCoverPatch(connection, mail))];
    }

    private static FoundPrerequisite? OfPatchId(SqliteConnection connection, string patchId, long from)
    {
        List<(long Patch, long Series)> patches =
        [
            .. CatalogMails
                .PatchesOf(connection, CatalogMails.WithPatchId(connection, patchId))
                .Where(patch => patch.Series != from),
        ];
        return patches is [var newest, ..]
            ? new FoundPrerequisite(newest.Series, newest.Patch, true, Others(patches.Select(patch => patch.Series)))
            : null;
    }

    private static FoundPrerequisite? OfChange(SqliteConnection connection, string change, long from)
    {
        var (id, version) = ChangeOf(change);
        var rows = CatalogMails.WithChangeId(connection, id);
        List<long> series = [.. CatalogMails.SeriesOf(connection, rows, version).Where(other => other != from)];
        if (series is not [var chosen, ..])
            return null;
        // Gerrit's change id is of one patch, b4's of a series.
        var patch = id is ['I', ..]
            ? CatalogMails
                .PatchesOf(connection, rows)
                .Where(patch => patch.Series == chosen)
                .Select(patch => (long?)patch.Patch)
                .FirstOrDefault()
            : null;
        return new FoundPrerequisite(chosen, patch, false, Others(series));
    }

    /// <summary>A change id, and the version that is stated behind it, if one is.</summary>
    private static (string Id, int? Version) ChangeOf(string change) =>
        change.Split(':') is [var name, ['v', .. var digits], ..] && int.TryParse(digits, out var number)
            ? (name, (int?)number)
            : (change.Split(':')[0], null);

    private static IReadOnlyList<long> Others(IEnumerable<long> series) => [.. series.Distinct().Skip(1)];

    private async Task<FoundPrerequisite?> InCatalogsAsync(
        SeriesMembers from,
        HashSet<long>? late,
        Func<SqliteConnection, FoundPrerequisite?> find,
        CancellationToken cancellationToken
    )
    {
        foreach (var project in await ProjectsAsync(from, cancellationToken))
        {
            if (late?.Contains(project) == true)
                continue;
            try
            {
                using var catalog = await catalogs.UseNewestAsync(
                    project,
                    late is { Count: > 0 } ? LongestAfterOne : Catalogs.LongestLoad,
                    cancellationToken
                );
                if (catalog.File.Read(find) is { } found)
                    return found;
            }
            catch (CatalogNotReadyException) when (late is not null)
            {
                // The caller does not wait any longer, so what only this catalog knows counts as not archived.
                late.Add(project);
            }
        }
        return null;
    }

    private async Task<IEnumerable<long>> ProjectsAsync(SeriesMembers from, CancellationToken cancellationToken) =>
        (await projects.AllAsync(cancellationToken))
            .Select(project => project.Id)
            .Where(id => id != from.Project)
            .Prepend(from.Project);

    /// <summary>The number of a patch or series, alone or in an address of this archive's server.</summary>
    public long? NumberOf(string value) =>
        Number().Match(value) is { Success: true } number
        && (number.Index == 0 || IsOfServer(value))
        && long.TryParse(number.Groups["id"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    /// <summary>Numbers of another server are numbers of other patches.</summary>
    private bool IsOfServer(string address) =>
        UriText.TryRead(address, out var uri)
        && new[] { patchwork.Url, patchwork.MovedFrom, settings.PublicUrl }
            .OfType<Uri>()
            .Any(server => server.Authority.Equals(uri.Authority, StringComparison.OrdinalIgnoreCase));

    /// <summary>The Message-ID in the address of a patch, in angle brackets.</summary>
    public static string? MessageIdOf(string address) =>
        UriText.TryRead(address, out var uri) ? PrerequisiteReader.MessageIdIn(uri) : null;

    /// <summary>
    /// More may follow the number in an address, as in those of filtered lists (<c>?series=12&amp;state=*</c>) and
    /// mboxes.
    /// </summary>
    [GeneratedRegex(
        "(?:^|/(?:patch|patches|series)/|[?&]series=)(?<id>[0-9]{1,18})(?![^/?&#])",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Number();
}
