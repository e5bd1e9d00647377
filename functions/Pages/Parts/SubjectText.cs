namespace Hookwork.Pages.Parts;

/// <summary>Subjects of mails as headings and links show them.</summary>
internal static class SubjectText
{
    /// <summary>The subject; where it is empty, what Patchwork shows instead, which can be clicked.</summary>
    public static string Of(string subject) => string.IsNullOrWhiteSpace(subject) ? "[no subject]" : subject;
}
