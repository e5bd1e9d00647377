namespace Hookwork.Patchwork.Resources;

/// <summary>A patch or cover letter as a series, another patch or an event embeds it.</summary>
public sealed record SubmissionReference : Resource
{
    public string? Msgid { get; init; }
    public string? Name { get; init; }

    /// <summary>Its page, relative to the server. No other field here names the project.</summary>
    public string? WebUrl { get; init; }
}
