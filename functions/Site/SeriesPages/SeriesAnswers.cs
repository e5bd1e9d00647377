using Hookwork.Api.Http;
using Hookwork.Archive.Resources;
using Hookwork.Builds;
using Hookwork.Catalog;
using Hookwork.Input;
using Hookwork.Mail.RangeDiffs;
using Hookwork.Pages;
using Hookwork.Site.Rows;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Site.SeriesPages;

/// <summary>The page of a series, and the difference of two versions.</summary>
public sealed class SeriesAnswers(
    ResourceStore resources,
    Catalogs catalogs,
    ProjectNames names,
    PrerequisiteFinder finder,
    HookworkSettings settings
)
{
    /// <summary>Shows a series; with <c>?compare={other}</c>, redirects to the difference from another.</summary>
    /// <exception cref="CatalogNotReadyException">The catalog is still being prepared.</exception>
    public async Task<IResult> ShowAsync(long id, HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Query["compare"] is [.., { } value] && PythonNumber.TryRead(value, out var other))
            return ApiAnswer.MovedTo($"/series/{id}/diff/{other}/", StatusCodes.Status302Found);
        var origin = settings.Origin(request);
        return await ReadAsync(id, reader => reader.Read(id, origin), cancellationToken) is { } shown
            ? new Page<SeriesPage>(shown)
            : NoPage.Answer;
    }

    /// <summary>Shows what changed between two versions.</summary>
    /// <param name="id">A series.</param>
    /// <param name="other">Another one. The older one is the base, whichever it is. Where number and date disagree, as
    /// of a v1 after an RFC v3, this one is.</param>
    /// <exception cref="CatalogNotReadyException">The catalog is still being prepared.</exception>
    public async Task<IResult> CompareAsync(long id, long other, CancellationToken cancellationToken)
    {
        var one = await ReadAsync(id, reader => reader.Commits(id), cancellationToken);
        var two = await ReadAsync(other, reader => reader.Commits(other), cancellationToken);
        if (one is not { } @new || two is not { } old)
            return NoPage.Answer;
        if (IsBefore(@new.Version.Series, old.Version.Series))
            (old, @new) = (@new, old);
        var difference = old.Patches is { } before && @new.Patches is { } after ? RangeDiff.Of(before, after) : null;
        return new Page<ComparePage>(new ComparePage.Shown(old.Version, @new.Version, difference));
    }

    private static bool IsBefore(SeriesRow one, SeriesRow other) =>
        one.Version <= other.Version
        && one.Date <= other.Date
        && (one.Version < other.Version || one.Date < other.Date);

    private async Task<T?> ReadAsync<T>(long id, Func<SeriesReader, T?> read, CancellationToken cancellationToken)
    {
        var row = await resources.RowAsync(ResourceKind.Series, id, cancellationToken);
        if (
            !row.Exists
            || (await names.AllAsync(cancellationToken)).FirstOrDefault(project => project.Id == row.Project)
                is not { } project
        )
            return default;
        using var lease = await catalogs.UseAsync(project.Id, cancellationToken);
        return lease.File.Read(connection => read(new SeriesReader(connection, finder, project.LinkName)));
    }
}
