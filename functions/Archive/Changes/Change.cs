using Hookwork.Archive.Resources;

namespace Hookwork.Archive.Changes;

/// <summary>Something that was written to the archive.</summary>
/// <param name="Project">The project's id, or <see cref="Everybody"/>.</param>
public readonly record struct Change(long Project, ChangeKind Kind, long Id)
{
    /// <summary>
    /// Where projects, people and users stand in the journal: each project's follower reads those, too.
    /// </summary>
    public const long Everybody = 0;

    /// <summary>A patch, cover letter or series.</summary>
    public static Change Of(long project, ResourceKind kind, long id) =>
        new(
            project,
            kind switch
            {
                ResourceKind.Patch => ChangeKind.Patch,
                ResourceKind.Cover => ChangeKind.Cover,
                _ => ChangeKind.Series,
            },
            id
        );

    /// <summary>A project, person or user.</summary>
    public static Change Of(EmbeddedKind kind, long id) =>
        new(
            Everybody,
            kind switch
            {
                EmbeddedKind.Project => ChangeKind.Project,
                EmbeddedKind.Person => ChangeKind.Person,
                _ => ChangeKind.User,
            },
            id
        );
}
