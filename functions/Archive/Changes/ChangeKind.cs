namespace Hookwork.Archive.Changes;

/// <summary>What a journal entry refers to. Row keys contain the name in lower case.</summary>
public enum ChangeKind
{
    Patch,
    Cover,
    Series,

    /// <summary>A finished event.</summary>
    Event,
    Project,
    Person,
    User,
}
