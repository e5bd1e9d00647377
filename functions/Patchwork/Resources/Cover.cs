namespace Hookwork.Patchwork.Resources;

/// <summary>A cover letter, as <c>/api/covers/{id}/</c> shows it.</summary>
public sealed record Cover : Submission;
