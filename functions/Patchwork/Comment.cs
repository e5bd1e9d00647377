namespace Hookwork.Patchwork;

/// <summary>A reply to a patch or cover letter.</summary>
public sealed record Comment : Resource
{
    public string? Msgid { get; init; }
    public string? Date { get; init; }
    public string? Subject { get; init; }
    public Person? Submitter { get; init; }
}
