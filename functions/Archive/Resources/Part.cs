namespace Hookwork.Archive.Resources;

/// <summary>What is fetched of a resource, each with a request of its own.</summary>
[Flags]
public enum Part
{
    None = 0,
    Detail = 1,
    Mbox = 2,
    Comments = 4,
    Checks = 8,
}
