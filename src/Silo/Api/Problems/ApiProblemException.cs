namespace BirD.Silo.Api.Problems;

/// <summary>A request can't be carried out; becomes a problem document.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="type">One of <see cref="Contracts.Api.ProblemTypes"/>.</param>
/// <param name="title">The same for every problem of the type.</param>
/// <param name="detail">What is wrong here, and what to do about it.</param>
internal sealed class ApiProblemException(int status, string type, string title, string detail) : Exception(detail)
{
    public int Status => status;

    public string Type => type;

    public string Title => title;
}
