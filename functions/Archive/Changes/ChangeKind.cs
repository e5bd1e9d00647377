namespace Hookwork.Archive.Changes;

/// <summary>What the journal names. In a row's key the name is in lower case.</summary>
public enum ChangeKind
{
    Patch,
    Cover,
    Series,

    /// <summary>An event that is finished.</summary>
    Event,
    Project,
    Person,
    User,
}
