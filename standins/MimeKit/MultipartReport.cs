namespace MimeKit;

/// <summary>A report, such as one that a message could not be delivered (RFC 6522).</summary>
public class MultipartReport : Multipart
{
    /// <summary>A multipart that was parsed.</summary>
    /// <param name="args">What the parser knows of it.</param>
    public MultipartReport(MimeEntityConstructorArgs args) : base(args)
    {
    }

    /// <summary>A new multipart.</summary>
    /// <param name="reportType">What is reported.</param>
    public MultipartReport(string reportType) : base("report")
    {
        ReportType = reportType;
    }

    /// <summary>What is reported.</summary>
    public string? ReportType
    {
        get => ContentType.Parameters["report-type"];
        set
        {
            if (value is null)
                ContentType.Parameters.Remove("report-type");
            else
                ContentType.Parameters["report-type"] = value;
        }
    }
}
