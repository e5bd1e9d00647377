namespace Hookwork.Patchwork;

/// <summary>A patch or cover letter as a series, another patch or an event embeds it.</summary>
public sealed record SubmissionReference : Resource
{
    public string? Msgid { get; init; }
    public string? Name { get; init; }
}
