namespace Hookwork.Patchwork.Resources;

/// <summary>A user's selection of patches, as <c>/api/bundles/{id}/</c> shows it.</summary>
public sealed record Bundle : Resource
{
    public Project? Project { get; init; }

    /// <summary>Whether everybody may see it. With its owner's token, the server shows private ones too.</summary>
    public bool Public { get; init; }

    /// <summary>By the date of their mails. Only the mbox has them in the owner's order.</summary>
    public IReadOnlyList<SubmissionReference>? Patches { get; init; }

    /// <summary>Where the mbox is, relative to the server.</summary>
    public string? Mbox { get; init; }
}
