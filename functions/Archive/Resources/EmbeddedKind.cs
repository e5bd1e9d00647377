namespace Hookwork.Archive.Resources;

/// <summary>Resources that others embed. Each has a row of its own, since embedded copies go stale.</summary>
public enum EmbeddedKind
{
    Project,
    Person,
    User,
}
