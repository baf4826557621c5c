# Default knots of restricted cubic splines by Hmisc's rcspline.eval (), for values with and without
# clumps at the ends, many and few. Writes knots.json beside itself.
suppressMessages (library (Hmisc))
set.seed (20261128)
clump <- function (n, low, high) round (ifelse (runif (n) < low, 0, ifelse (runif (n) < high, 9, rexp (n, 0.4))), 3)
samples <- list (many = round (rnorm (400), 3), few = round (rnorm (60), 3), zeros = clump (400, 0.3, 0),
                 ends = clump (400, 0.2, 0.1), few_zeros = clump (80, 0.25, 0), top = clump (300, 0, 0.2))
number <- function (x) paste (sprintf ("%.17g", x), collapse = ", ")
cases <- character ()
for (name in names (samples)) for (k in 3:7)
  {
    x <- samples[[name]]
    knots <- suppressWarnings (rcspline.eval (x, nk = k, knots.only = TRUE))
    if (length (knots) == k)
      cases <- c (cases, sprintf ('  {"sample": "%s", "k": %d, "knots": [%s]}', name, k, number (knots)))
  }
values <- sprintf ('  "%s": [%s]', names (samples), sapply (samples, number))
cat ("{\n \"peer\": \"Hmisc ", as.character (packageVersion ("Hmisc")), ", R ", paste (R.version$major, R.version$minor, sep = "."),
     "; simulated\",\n \"samples\": {\n", paste (values, collapse = ",\n"), "\n },\n \"cases\": [\n", paste (cases, collapse = ",\n"),
     "\n ]\n}\n", sep = "", file = "knots.json")
