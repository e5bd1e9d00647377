using Hookwork.Builds;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Mail;
using Hookwork.Site.Rows;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.SeriesPages;

/// <summary>Finds in the archive what a series says that it builds on.</summary>
internal static class Dependencies
{
    /// <summary>The most names that are looked up.</summary>
    private const int Most = 50;

    /// <summary>What a series builds on, with links where it is archived.</summary>
    /// <param name="project">The link name of the project.</param>
    public static IReadOnlyList<Dependency> Of(
        SqliteConnection connection,
        PrerequisiteFinder finder,
        string project,
        IEnumerable<Prerequisite> basedOn
    ) => [.. basedOn.Distinct().Take(Most).Select(on => Of(connection, finder, project, on))];

    private static Dependency Of(
        SqliteConnection connection,
        PrerequisiteFinder finder,
        string project,
        Prerequisite on
    ) =>
        on.Kind switch
        {
            Prerequisite.Commit => new Dependency("Base commit", on.Value, null),
            Prerequisite.Tree => new Dependency("Base tree", on.Value, null),
            Prerequisite.MessageId => new Dependency("Mail", on.Value, Mail(connection, project, on.Value)),
            Prerequisite.Patch => new Dependency(
                "Patch",
                on.Value,
                Known(connection, finder, "patch", on.Value)
                    ?? Page(connection, project, on.Value)
                    ?? WebAddress.OrNull(on.Value)
            ),
            Prerequisite.Series => new Dependency(
                "Series",
                on.Value,
                Known(connection, finder, "series", on.Value) ?? WebAddress.OrNull(on.Value)
            ),
            Prerequisite.PatchId => new Dependency(
                "Patch-id",
                on.Value,
                First(connection, CatalogMails.WithPatchId(connection, on.Value))
            ),
            Prerequisite.ChangeId => new Dependency(
                "Change",
                on.Value,
                First(connection, CatalogMails.WithChangeId(connection, on.Value.Split(':')[0]))
            ),
            _ => new Dependency("Address", on.Value, WebAddress.OrNull(on.Value)),
        };

    private static string? Mail(SqliteConnection connection, string project, string messageId)
    {
        using var read = new SqlStatement(
            connection,
            $"SELECT kind FROM mail WHERE {CatalogSchema.HasMessageId("?1")} AND kind < 2 ORDER BY kind DESC LIMIT 1"
        );
        var bare = FieldValues.MessageId(messageId);
        return read.Read(bare) is { } kind ? SiteAddress.Mail(project, kind == 0 ? "patch" : "cover", bare) : null;
    }

    // The number of a patch or series, alone or in an address of this archive's server.
    private static string? Known(SqliteConnection connection, PrerequisiteFinder finder, string table, string value)
    {
        if (finder.NumberOf(value) is not { } id)
            return null;
        using var read = new SqlStatement(connection, $"SELECT id FROM {table} WHERE id = ?1");
        return read.Read(id) is null ? null : $"/{table}/{id}/";
    }

    private static string? Page(SqliteConnection connection, string project, string address) =>
        PrerequisiteFinder.MessageIdOf(address) is { } messageId ? Mail(connection, project, messageId) : null;

    private static string? First(SqliteConnection connection, IReadOnlyList<long> rows) =>
        CatalogMails.SeriesOf(connection, rows) is [var series, ..] ? $"/series/{series}/" : null;
}
