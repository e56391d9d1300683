// Reads aggregated records with the Go module of kinesis-aggregation: a JSON object a line in, one a line out. The
// module cannot write, and of a user record it shows neither the explicit hash key nor the sub-sequence number.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kinesis/types"
	"github.com/awslabs/kinesis-aggregation/go/v2/deaggregator"
)

type request struct {
	Data []byte `json:"data"`
}

type userRecord struct {
	PartitionKey string `json:"partitionKey"`
	Data         []byte `json:"data"`
}

type answer struct {
	UserRecords []userRecord `json:"userRecords"`
}

func read(asked request) (answer, error) {
	outer := types.Record{
		PartitionKey:   aws.String("outer"),
		SequenceNumber: aws.String("1"),
		Data:           asked.Data,
	}
	records, err := deaggregator.DeaggregateRecords([]types.Record{outer})
	if err != nil {
		return answer{}, err
	}
	shown := answer{UserRecords: make([]userRecord, 0, len(records))}
	for _, record := range records {
		// Never nil, which JSON would show as null.
		data := append([]byte{}, record.Data...)
		shown.UserRecords = append(shown.UserRecords, userRecord{aws.ToString(record.PartitionKey), data})
	}
	return shown, nil
}

func run(in io.Reader, out io.Writer) error {
	lines := json.NewDecoder(bufio.NewReader(in))
	answers := json.NewEncoder(out)
	for {
		var asked request
		if err := lines.Decode(&asked); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		shown, err := read(asked)
		if err != nil {
			return err
		}
		if err := answers.Encode(shown); err != nil {
			return err
		}
	}
}

func main() {
	if len(os.Args) != 2 || os.Args[1] != "read" {
		fmt.Fprintln(os.Stderr, "usage: aggregates read")
		os.Exit(2)
	}
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
