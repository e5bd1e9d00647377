namespace Hookwork.Recorded.Resources;

/// <summary>How a resource is shown: embedded, as a list item, or in detail.</summary>
internal enum Shape
{
    Embedded,
    Listed,
    Detailed,
}
