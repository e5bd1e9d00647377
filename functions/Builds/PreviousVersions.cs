using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Mail;

namespace Hookwork.Builds;

/// <summary>Finds the versions of a series before it.</summary>
public sealed class PreviousVersions(ResourceReader reader, Catalogs catalogs)
{
    /// <summary>The earlier versions as the API shows them, the newest first.</summary>
    /// <param name="late">The projects whose catalogs are not waited for again: without its catalog, a series has no
    /// earlier versions. Null to fail where it is not ready.</param>
    /// <exception cref="CatalogNotReadyException">The catalog is needed and still being prepared.</exception>
    public async Task<IReadOnlyList<JsonObject>> OfAsync(
        SeriesMembers series,
        HashSet<long>? late,
        CancellationToken cancellationToken
    )
    {
        var subject = SubjectLine.Parse(series.Mails.FirstOrDefault()?.Text("name"));
        if (
            (series is { Version: <= 1, ChangeId: null } && !subject.IsResend)
            || late?.Contains(series.Project) == true
        )
            return [];
        IEnumerable<long> ids;
        try
        {
            using var catalog = await catalogs.UseNewestAsync(series.Project, Catalogs.LongestLoad, cancellationToken);
            ids = catalog.File.Read(connection =>
                SeriesVersions.Of(
                    connection,
                    series.Id,
                    series.Patches.Select(patch => patch.Id),
                    series.ChangeId,
                    subject.IsPull
                )
            );
        }
        catch (CatalogNotReadyException) when (late is not null)
        {
            return [];
        }
        List<JsonObject> versions = [];
        foreach (var id in ids.TakeWhile(id => id != series.Id).Reverse())
        {
            if (await reader.ReadAsync(ResourceKind.Series, id, cancellationToken) is { } version)
                versions.Add(version);
        }
        return versions;
    }
}
