namespace Hookwork.Mail;

/// <summary>A pull request in a mail.</summary>
/// <param name="Url">The repository, as the mail has it.</param>
/// <param name="Ref">The branch or tag, such as <c>tags/pull-2024</c>; null if the mail names none, which means
/// <c>HEAD</c>.</param>
public sealed record PullRequest(string Url, string? Ref)
{
    /// <summary>The commit that the changes start from; null if the mail does not say.</summary>
    public string? Since { get; init; }

    /// <summary>The commit that the changes end with; null if the mail does not say.</summary>
    public string? UpTo { get; init; }

    /// <summary>Repository and ref with a space between, as Patchwork's <c>pull_url</c> has them.</summary>
    public override string ToString() => Ref is null ? Url : $"{Url} {Ref}";
}
