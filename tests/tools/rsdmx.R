# Rscript rsdmx.R BASE  reads dataflows, structure and data of a server with rsdmx, and prints what it has in hand.
suppressWarnings(suppressMessages(library(rsdmx)))
base <- commandArgs(trailingOnly = TRUE)[1]
flows <- as.data.frame(readSDMX(paste0(base, "/dataflow/all/all/latest/")))
cat("dataflows:", flows$id, "\n")
dsd <- readSDMX(paste0(base, "/datastructure/all/MIPYME/latest/?references=children"))
areas <- as.data.frame(slot(dsd, "codelists"), codelistId = "CL_AREA")
cat("Peru:", areas[areas$id == "PE", "label.es"], "\n")
cat("concepts:", length(slot(slot(dsd, "concepts"), "conceptSchemes")[[1]]@Concept), "\n")
for (form in c("genericdata", "structurespecificdata")) {
  data <- suppressWarnings(as.data.frame(readSDMX(paste0(base, "/data/counts/A.PE.PE_PRODUCE_ESTRATO..ENTR..MICRO..../all/?startPeriod=2012&endPeriod=2017&format=", form))))
  cat(form, nrow(data), sum(as.numeric(data[[if (form == "genericdata") "obsValue" else "OBS_VALUE"]])), data$OBS_STATUS, "\n")
}
