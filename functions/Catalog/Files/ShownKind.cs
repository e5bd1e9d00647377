namespace Hookwork.Catalog.Files;

/// <summary>
/// The kinds of embedded resources other than projects, people and users, and all checks of a patch. The numbers are
/// stored.
/// </summary>
public enum ShownKind
{
    Patch = 0,
    Cover = 1,
    Series = 2,
    PatchComment = 3,
    CoverComment = 4,
    Check = 5,
    PatchChecks = 6,
}
