namespace Hookwork.Api.Resources;

/// <summary>How much of a resource is shown.</summary>
internal enum View
{
    /// <summary>Inside another resource.</summary>
    Embedded,

    /// <summary>As an item of a list.</summary>
    Listed,

    /// <summary>Alone.</summary>
    Detailed,
}
