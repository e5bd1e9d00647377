namespace Hookwork.Patchwork.Resources;

/// <summary>A patch, as <c>/api/patches/{id}/</c> shows it.</summary>
public sealed record Patch : Submission
{
    public string? State { get; init; }
    public bool Archived { get; init; }

    /// <summary>The hash of the diff, which survives resending.</summary>
    public string? Hash { get; init; }
    public User? Delegate { get; init; }

    /// <summary>The repository and ref of a pull request.</summary>
    public string? PullUrl { get; init; }

    /// <summary>The combined state of its checks.</summary>
    public string? Check { get; init; }
    public string? Diff { get; init; }

    /// <summary>Patches that the server considers versions of the same change.</summary>
    public IReadOnlyList<SubmissionReference>? Related { get; init; }
}
