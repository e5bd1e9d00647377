namespace Hookwork.Archive.Resources;

/// <summary>What other resources embed: each has a row of its own, since the embedded copies go stale.</summary>
public enum EmbeddedKind
{
    Project,
    Person,
    User,
}
