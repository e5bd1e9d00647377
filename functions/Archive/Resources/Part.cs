namespace Hookwork.Archive.Resources;

/// <summary>The parts of a resource, each fetched with its own request.</summary>
[Flags]
public enum Part
{
    None = 0,
    Detail = 1,
    Mbox = 2,
    Comments = 4,
    Checks = 8,
}
