namespace Hookwork.Recorded.Resources;

/// <summary>How much of a resource is shown: inside another one, as an item of a list, or alone.</summary>
internal enum Shape
{
    Embedded,
    Listed,
    Detailed,
}
