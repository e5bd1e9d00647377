using Hookwork.Archive.Resources;

namespace Hookwork.Archive.Changes;

/// <summary>A write to the archive.</summary>
/// <param name="Project">The project's id, or <see cref="Everybody"/>.</param>
public readonly record struct Change(long Project, ChangeKind Kind, long Id)
{
    /// <summary>
    /// The journal partition of projects, people and users, which every project's follower also reads.
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
